#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/readers.hpp"
#include "importers/version.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

/// `<digits>_<title>.<up|down>.<extension>`
struct Name {
    std::string digits;
    std::string title;
    bool up = true;
    std::string extension;
};

std::optional<Name> parse_name(const std::string& file) {
    const std::string digits(leading_digits(file));
    if (digits.empty() || file.size() == digits.size() || file[digits.size()] != '_')
        return std::nullopt;
    const auto rest = file.substr(digits.size() + 1);
    // The last direction in the name counts: a title may hold another one.
    const auto up = rest.rfind(".up.");
    const auto down = rest.rfind(".down.");
    if (up == std::string::npos && down == std::string::npos)
        return std::nullopt;
    const bool is_up = down == std::string::npos || (up != std::string::npos && up > down);
    const auto at = is_up ? up : down;
    return Name{.digits = digits,
                .title = rest.substr(0, at),
                .up = is_up,
                .extension = rest.substr(at + (is_up ? 4 : 6))};
}

struct Pair {
    Name name;
    fs::path up, down;
};

std::string without_zeros(std::string_view digits) {
    const auto first = digits.find_first_not_of('0');
    return std::string(first == std::string_view::npos ? "0" : digits.substr(first));
}

void add(Project& project, std::map<Version, Pair>& pairs, const fs::path& path, Name name) {
    attempt(project, {.name = name.digits}, path, [&] {
        if (name.extension != "sql")
            throw UsageError(fmt::format("the file is not .sql but .{}", name.extension))
                .with_hint("rename it if it is SQL for PostgreSQL");
        auto& pair = pairs[*Version::parse(name.digits)];
        auto& place = name.up ? pair.up : pair.down;
        if (!place.empty())
            throw UsageError(
                fmt::format("the version {} is also in {}", name.digits, place.filename().string()))
                .with_hint("golang-migrate also rejects this: give one of them a version of its own");
        place = path;
        if (name.up || pair.name.digits.empty())
            pair.name = std::move(name);
    });
}

Migration read_pair(const Pair& pair) {
    const auto& digits = pair.name.digits;
    Migration migration{.name = without_zeros(digits),
                        .id = legal_id(digits),
                        .message = words_of(pair.name.title),
                        .created = time_of(digits),
                        .up = {.file = (pair.up.empty() ? pair.down : pair.up).string()}};
    if (!pair.up.empty())
        migration.up.sql = read_text(pair.up);
    if (!pair.down.empty())
        migration.down = Script{.sql = read_text(pair.down), .file = pair.down.string()};
    return migration;
}

} // namespace

Project read_golang_migrate(const Source& source) {
    Project project;
    std::map<Version, Pair> pairs;
    auto files = list_files(source.folders, false);
    std::ranges::sort(files);
    for (const auto& path : files) {
        if (auto name = parse_name(path.filename().string()))
            add(project, pairs, path, *std::move(name));
        else if (path.extension() == ".sql")
            project.warnings.push_back(fmt::format("{}: not a golang-migrate migration, because it is not "
                                                   "named <number>_<title>.up.sql or .down.sql",
                                                   path.string()));
    }
    for (const auto& [version, pair] : pairs)
        attempt(project,
                {.name = without_zeros(pair.name.digits),
                 .id = legal_id(pair.name.digits),
                 .message = words_of(pair.name.title)},
                pair.up.empty() ? pair.down : pair.up,
                [&, &pair = pair] { project.migrations.push_back(read_pair(pair)); });
    return project;
}

} // namespace pgmend::importers
