#include "importers/pattern.hpp"

#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/version.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view version_mark = "{version}";
constexpr std::string_view name_mark = "{name}";
constexpr std::array<std::string_view, 13> program_endings{
    ".go", ".js", ".ts", ".cjs", ".mjs", ".cts", ".mts", ".py", ".rb", ".php", ".exs", ".java", ".kt"};

std::string escaped(char c) {
    constexpr std::string_view special = R"(^$\.*+?()[]{}|)";
    return special.find(c) == std::string_view::npos ? std::string(1, c) : std::string("\\") + c;
}

/// The sort key of a version: "2024-01-01-120000" also counts as a number.
Version order_of(std::string_view version) {
    std::string digits;
    for (const char c : version)
        if (c != '-')
            digits += c;
    return Version::parse(digits).value_or(*Version::parse("0"));
}

struct Finder {
    Project& project;
    std::map<std::string, FoundFiles> found;

    void add(const Pattern::Match& match, const fs::path& path, bool up) {
        auto& files = found[match.version];
        files.version = match.version;
        auto& place = up ? files.up : files.down;
        if (!place.empty()) {
            project.failures.push_back(
                {.revision = match.version,
                 .location = {.file = path.string()},
                 .reason = fmt::format("the version {} is also in {}", match.version, place.string()),
                 .remedy = "give one of them a version of its own"});
            return;
        }
        place = path;
        if (up || files.name.empty())
            files.name = match.name;
    }
};

std::optional<Pattern::Match> match_any(const std::vector<Pattern>& patterns, const std::string& path) {
    for (const auto& pattern : patterns)
        if (auto match = pattern.match(path))
            return match;
    return std::nullopt;
}

} // namespace

Pattern::Pattern(std::string_view text) {
    std::string regex;
    const auto version_at = text.find(version_mark);
    const auto name_at = text.find(name_mark);
    if (version_at == std::string_view::npos)
        throw UsageError(fmt::format("pattern '{}' has no {{version}}", text))
            .with_hint("example: --pattern '{version}_{name}.up.sql'");
    version_first_ = version_at < name_at;
    for (std::size_t i = 0; i < text.size();) {
        if (i == version_at) {
            regex += "([0-9]+(?:[.-][0-9]+)*)";
            i += version_mark.size();
        } else if (i == name_at) {
            regex += "([^/]+?)";
            i += name_mark.size();
        } else if (text[i] == '{') {
            throw UsageError(
                fmt::format("pattern '{}' may only have {{version}} and {{name}}, once each", text));
        } else {
            regex += escaped(text[i++]);
        }
    }
    regex_ = std::regex(regex);
}

std::optional<Pattern::Match> Pattern::match(const std::string& path) const {
    std::smatch groups;
    if (!std::regex_match(path, groups, regex_))
        return std::nullopt;
    if (groups.size() < 3)
        return Match{.version = groups[1], .name = {}};
    return version_first_ ? Match{.version = groups[1], .name = groups[2]}
                          : Match{.version = groups[2], .name = groups[1]};
}

bool is_program(const fs::path& path) {
    return std::ranges::find(program_endings, path.extension().string()) != program_endings.end();
}

void refuse_program(Project& project, const std::string& name, const fs::path& path) {
    const std::string reason = "it is a program: its SQL is only known when it runs";
    project.failures.push_back({.revision = name,
                                .location = {.file = path.string()},
                                .reason = reason,
                                .remedy = "write its statements as SQL"});
    project.migrations.push_back({.name = name,
                                  .id = legal_id(leading_digits(name).empty() ? name : leading_digits(name)),
                                  .message = words_of(path.stem().string()),
                                  .up = {.file = path.string()},
                                  .fault = reason});
}

std::vector<FoundFiles> find_files(const Source& source, const std::vector<Pattern>& ups,
                                   const std::vector<Pattern>& downs, Project& project) {
    Finder finder{.project = project};
    for (const auto& folder : source.folders) {
        auto files = list_files({folder}, true);
        std::ranges::sort(files);
        for (const auto& path : files) {
            const auto relative = path.lexically_relative(folder).generic_string();
            // The more special pattern first: x.down.sql also fits {version}_{name}.sql.
            if (const auto down = match_any(downs, relative))
                finder.add(*down, path, false);
            else if (const auto up = match_any(ups, relative))
                finder.add(*up, path, true);
            else if (is_program(path) && !leading_digits(path.filename().string()).empty())
                refuse_program(project, path.stem().string(), path);
            else if (path.extension() == ".sql")
                project.warnings.push_back(
                    fmt::format("{}: not a migration by its name; left out", path.string()));
        }
    }
    std::vector<FoundFiles> all;
    for (auto& [version, files] : finder.found)
        all.push_back(std::move(files));
    std::ranges::stable_sort(all, [](const FoundFiles& a, const FoundFiles& b) {
        return order_of(a.version) < order_of(b.version);
    });
    return all;
}

void order_by_version(std::vector<Migration>& migrations) {
    const auto version = [](const Migration& one) {
        return Version::parse(leading_digits(one.name)).value_or(*Version::parse("0"));
    };
    std::ranges::stable_sort(migrations,
                             [&](const auto& a, const auto& b) { return version(a) < version(b); });
}

} // namespace pgmend::importers
