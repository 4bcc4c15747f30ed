#include "base/letters.hpp"
#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/numbered.hpp"
#include "importers/readers.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> script_endings{".js", ".ts", ".cjs", ".mjs", ".cts", ".mts"};

/// A migration's files: one with both directions, or one each.
struct Files {
    fs::path single, up, down;

    const fs::path& first() const { return !single.empty() ? single : !up.empty() ? up : down; }
};

/// True for a line such as "-- Up Migration": the words begin with these two, in any letter case.
bool is_mark(std::string_view line, std::string_view direction) {
    line = revision::trimmed(line);
    if (!line.starts_with("--"))
        return false;
    line.remove_prefix(std::min(line.find_first_not_of("- \t"), line.size()));
    const auto text = lower(line);
    const auto words = revision::split_words(text);
    return words.size() > 1 && words[0] == direction && words[1].starts_with("migration");
}

/// The lines of the first marks, from 1; 0 = there is none.
struct Marks {
    int up = 0;
    int down = 0;
};

Marks find_marks(std::string_view text) {
    Marks marks;
    for (revision::LineReader reader(text); reader.next();) {
        if (marks.up == 0 && is_mark(reader.line(), "up"))
            marks.up = reader.number();
        if (marks.down == 0 && is_mark(reader.line(), "down"))
            marks.down = reader.number();
    }
    return marks;
}

/// The text's lines from one to before another (0 = to the end), the others empty.
std::string part(std::string_view text, int from, int to) {
    LineSieve sieve;
    for (revision::LineReader reader(text); reader.next();) {
        const bool inside = reader.number() > from && (to < from || reader.number() < to);
        inside ? sieve.keep(reader.line()) : sieve.skip();
    }
    return sieve.text();
}

void read_single(Migration& migration, const fs::path& path) {
    const auto text = read_text(path);
    const auto [up, down] = find_marks(text);
    if (up == 0 && down != 0)
        throw UsageError("there is a '-- Down Migration' mark but no '-- Up Migration' mark")
            .at({path.string(), down})
            .with_hint("node-pg-migrate would run both parts on up: add the mark above the first part");
    migration.up = {.sql = up == 0 ? text : part(text, up, down), .file = path.string()};
    if (down != 0)
        migration.down = Script{.sql = part(text, down, up), .file = path.string()};
}

Migration read_files(const std::string& name, const Files& files) {
    Migration migration{.name = name, .message = words_of(name), .created = time_of(leading_digits(name))};
    if (!files.single.empty()) {
        if (!files.up.empty() || !files.down.empty())
            throw UsageError(fmt::format("both {0}.sql and {0}.up.sql or .down.sql exist", name))
                .with_hint("keep only one of them");
        read_single(migration, files.single);
        return migration;
    }
    if (files.up.empty())
        throw UsageError("the file .up.sql for this .down.sql is missing")
            .with_hint("add the file, empty if necessary");
    migration.up = {.sql = read_text(files.up), .file = files.up.string()};
    if (!files.down.empty())
        migration.down = Script{.sql = read_text(files.down), .file = files.down.string()};
    return migration;
}

/// The number that a name leads with, as node-pg-migrate orders by it: a time in milliseconds, or any number.
double order_of(const std::string& name) {
    const auto prefix = name.substr(0, name.find('_'));
    const auto digits = leading_digits(prefix);
    if (digits.empty() || digits.size() != prefix.size())
        return 0;
    if (digits.size() != 17) {
        double value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }
    // As a date, so that both forms of names can stand in one folder.
    const auto at = [&](std::size_t from, std::size_t count) {
        int value = 0;
        std::from_chars(digits.data() + from, digits.data() + from + count, value);
        return value;
    };
    const std::chrono::sys_days day(std::chrono::year(at(0, 4)) / at(4, 2) / at(6, 2));
    const double seconds = at(8, 2) * 3600.0 + at(10, 2) * 60.0 + at(12, 2);
    return static_cast<double>(day.time_since_epoch().count()) * 86400e3 + seconds * 1e3 + at(14, 3);
}

/// The text with its numbers padded, so that comparing bytes compares numbers; punctuation does not count.
std::string natural(std::string_view name) {
    std::string text;
    for (std::size_t i = 0; i < name.size();) {
        const auto digits = leading_digits(name.substr(i));
        if (!digits.empty())
            text += std::string(digits.size() < 20 ? 20 - digits.size() : 0, '0') + std::string(digits);
        else if (std::isalnum(static_cast<unsigned char>(name[i])) != 0)
            text += lower(name[i]);
        i += std::max<std::size_t>(digits.size(), 1);
    }
    return text;
}

bool runs_before(const Migration& a, const Migration& b) {
    const auto left = order_of(a.name), right = order_of(b.name);
    if (left != right)
        return left < right;
    const auto left_text = natural(a.name), right_text = natural(b.name);
    return left_text != right_text ? left_text < right_text : a.name < b.name;
}

void refuse_script(Project& project, const fs::path& path) {
    project.failures.push_back(
        {.revision = path.stem().string(),
         .location = {.file = path.string()},
         .reason = "it is a program: its SQL is only known when it runs",
         .remedy = "write it as SQL with the same name (node-pg-migrate's --dry-run shows its statements)"});
    project.migrations.push_back({.name = path.stem().string(),
                                  .id = path.stem().string(),
                                  .message = words_of(path.stem().string()),
                                  .up = {.file = path.string()},
                                  .fault = project.failures.back().reason});
}

} // namespace

Project read_node_pg_migrate(const Source& source) {
    Project project;
    std::map<std::string, Files> all;
    auto files = list_files(source.folders, false);
    std::ranges::sort(files);
    for (const auto& path : files) {
        const auto ending = path.extension().string();
        const auto stem = path.stem().string();
        if (std::ranges::find(script_endings, ending) != script_endings.end())
            refuse_script(project, path);
        else if (ending != ".sql")
            project.warnings.push_back(
                fmt::format("{}: not a node-pg-migrate migration; left out", path.string()));
        else if (stem.ends_with(".up"))
            all[stem.substr(0, stem.size() - 3)].up = path;
        else if (stem.ends_with(".down"))
            all[stem.substr(0, stem.size() - 5)].down = path;
        else
            all[stem].single = path;
    }
    for (const auto& [name, one] : all)
        attempt(project, {.name = name, .id = name, .message = words_of(name)}, one.first(),
                [&, &name = name, &one = one] { project.migrations.push_back(read_files(name, one)); });
    std::ranges::sort(project.migrations, runs_before);
    number(project.migrations);
    return project;
}

} // namespace pgmend::importers
