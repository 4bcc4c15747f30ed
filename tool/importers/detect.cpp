#include "importers/detect.hpp"

#include "base/error.hpp"
#include "importers/files.hpp"
#include "importers/liquibase_changeset.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_files = 20000;

/// A file whose name alone tells, and how many folders above it the one to name is.
struct NameRule {
    std::string_view tool;
    std::string_view name;
    int levels;
};
constexpr std::array<NameRule, 8> name_rules{{{"alembic", "alembic.ini", 1},
                                              {"django", "manage.py", 1},
                                              {"sqitch", "sqitch.plan", 1},
                                              {"atlas", "atlas.sum", 1},
                                              {"drizzle", "_journal.json", 2},
                                              {"prisma", "migration.sql", 2},
                                              {"diesel", "up.sql", 2},
                                              {"rails", "structure.sql", 1}}};

/// A text in a .sql file that only one tool knows.
struct TextRule {
    std::string_view tool;
    std::string_view text;
};
constexpr std::array<TextRule, 5> text_rules{{{"goose", "-- +goose Up"},
                                              {"sql-migrate", "-- +migrate Up"},
                                              {"dbmate", "-- migrate:up"},
                                              {"tern", "---- create above / drop below ----"},
                                              {"node-pg-migrate", "-- Up Migration"}}};

class Detector {
  public:
    void look_at(const fs::path& path) {
        const auto name = path.filename().string();
        for (const auto& rule : name_rules)
            if (name == rule.name) {
                auto folder = path.parent_path();
                if (rule.levels == 2)
                    folder = folder.parent_path();
                add(rule.tool, folder, path.string());
            }
        if (path.extension() == ".sql")
            look_into(path, name);
    }

    std::vector<Detected> found() { return std::move(found_); }

  private:
    void look_into(const fs::path& path, const std::string& name) {
        static const std::regex flyway("V[0-9._]+__.*\\.sql"), pair("[0-9]+_.*\\.up\\.sql");
        const auto text = read_text(path);
        if (text.find("\n-- revision:") != std::string::npos) // pgmend's own, which have dbmate's markers
            return;
        for (const auto& rule : text_rules)
            if (text.find(rule.text) != std::string::npos)
                return add(rule.tool, path.parent_path(),
                           fmt::format("'{}' in {}", rule.text, path.string()));
        if (is_liquibase_sql(text))
            add("liquibase", path.parent_path(), fmt::format("the first line of {}", path.string()));
        else if (std::regex_match(name, flyway))
            add("flyway", path.parent_path(), path.string());
        else if (std::regex_match(name, pair))
            add("golang-migrate", path.parent_path(), path.string());
        else if (path.parent_path().filename() == "migrations" &&
                 path.parent_path().parent_path().filename() == "supabase")
            add("supabase", path.parent_path(), path.string());
    }

    void add(std::string_view tool, const fs::path& folder, std::string reason) {
        if (std::ranges::find(found_, tool, &Detected::tool) == found_.end())
            found_.push_back({.tool = std::string(tool),
                              .folder = folder.empty() ? fs::path(".") : folder,
                              .reason = std::move(reason)});
    }

    std::vector<Detected> found_;
};

} // namespace

std::vector<Detected> detect(const fs::path& folder) {
    Detector detector;
    auto files = list_files({folder}, true);
    std::ranges::sort(files);
    if (files.size() > max_files)
        files.resize(max_files);
    for (const auto& path : files) {
        try {
            detector.look_at(path);
        } catch (const UsageError&) { // a file that is not text tells nothing
        }
    }
    return detector.found();
}

} // namespace pgmend::importers
