#include "importers/files.hpp"
#include "importers/flyway_checksum.hpp"
#include "importers/flyway_name.hpp"
#include "importers/flyway_text.hpp"
#include "importers/names.hpp"
#include "importers/readers.hpp"
#include "importers/version.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;
using Kind = FlywayName::Kind;

struct Named {
    fs::path path;
    FlywayName name;
};

/// The files of one version.
struct Pair {
    Named up, down;
};

void fail(Project& project, const Named& file, std::string reason, std::string remedy) {
    project.failures.push_back(
        {.revision = file.name.version.empty() ? file.path.stem().string() : file.name.version,
         .location = {.file = file.path.string()},
         .reason = std::move(reason),
         .remedy = std::move(remedy)});
}

/// Whether it is a kind that has no counterpart here; then it is told in the project.
bool refused(Project& project, const Named& file) {
    switch (file.name.kind) {
    case Kind::repeatable:
        fail(project, file,
             "repeatable migration: Flyway runs it again when it changes, but pgmend runs a revision once",
             "convert it to the next versioned migration (V…__) before the import, and write each later "
             "change as a new revision");
        return true;
    case Kind::callback:
        fail(project, file, "callback: Flyway runs it on every migrate",
             "move its statements into the migrations that need them, or run it separately");
        return true;
    case Kind::baseline:
        fail(project, file, "baseline migration: on a new database it replaces all versions up to its own",
             "rename it to V… if those versions are gone, otherwise move it out of the folder");
        return true;
    default:
        break;
    }
    return false;
}

void add(Project& project, std::map<Version, Pair>& pairs, const Named& file) {
    if (refused(project, file))
        return;
    auto& pair = pairs[*Version::parse(file.name.version)];
    auto& place = file.name.kind == Kind::versioned ? pair.up : pair.down;
    if (!place.path.empty())
        return fail(
            project, file,
            fmt::format("{} also has the version {}", place.path.filename().string(), file.name.version),
            "Flyway also rejects this: give one of them a version of its own");
    place = file;
}

Script read_script(const fs::path& path, const Source& source, std::string* checksum) {
    const auto settings = read_flyway_settings(path);
    auto text = read_text(path);
    if (checksum != nullptr)
        *checksum = flyway_checksum(text);
    if (settings.replace_placeholders)
        text = with_placeholders(text, source.placeholders, path.string());
    return {.sql = std::move(text), .file = path.string(), .transaction = settings.transaction};
}

Migration read_pair(const Pair& pair, const Source& source) {
    const auto& name = pair.up.name;
    if (name.ending != ".sql")
        throw UsageError(fmt::format("{} migration: its SQL is only known when it runs", name.ending))
            .with_hint("write it as SQL with the same version");
    Migration migration{.name = name.version,
                        .id = legal_id(name.version),
                        .message = name.words,
                        .created = time_of(leading_digits(name.version))};
    migration.up = read_script(pair.up.path, source, &migration.checksum);
    if (!pair.down.path.empty())
        migration.down = read_script(pair.down.path, source, nullptr);
    return migration;
}

} // namespace

Project read_flyway(const Source& source) {
    Project project;
    std::map<Version, Pair> pairs;
    auto files = list_files(source.folders, true);
    std::ranges::sort(files);
    for (const auto& path : files) {
        if (path.extension() == ".conf" || path.extension() == ".toml")
            continue;
        if (const auto name = parse_flyway_name(path.filename().string()))
            add(project, pairs, {path, *name});
        else if (path.extension() == ".sql")
            project.warnings.push_back(
                fmt::format("{}: not a Flyway migration, because it is not named V<version>__<words>.sql",
                            path.string()));
    }
    for (const auto& [version, pair] : pairs) {
        if (pair.up.path.empty())
            fail(project, pair.down, "it undoes a version that has no file", "move it out of the folder");
        else
            attempt(project,
                    {.name = pair.up.name.version,
                     .id = legal_id(pair.up.name.version),
                     .message = pair.up.name.words},
                    pair.up.path,
                    [&, &pair = pair] { project.migrations.push_back(read_pair(pair, source)); });
    }
    return project;
}

} // namespace pgmend::importers
