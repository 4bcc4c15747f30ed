#include "importers/files.hpp"
#include "importers/liquibase_changeset.hpp"
#include "importers/names.hpp"
#include "importers/readers.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

void read_file(const fs::path& path, Project& project) {
    const auto text = read_text(path);
    if (!is_liquibase_sql(text)) {
        project.warnings.push_back(
            fmt::format("{}: no '--liquibase formatted sql' in its first line; left out", path.string()));
        return;
    }
    for (const auto& changeset : parse_changesets(text, path.string(), project.warnings)) {
        Migration migration{.name = changeset.key(), .message = changeset.words()};
        attempt(
            project, {.name = migration.name, .id = migration.name, .message = migration.message}, path, [&] {
                if (!changeset.fault.empty())
                    throw UsageError(changeset.fault)
                        .at({path.string(), changeset.line})
                        .with_hint("write it as statements that run once");
                migration.up = {
                    .sql = changeset.up, .file = path.string(), .transaction = changeset.transaction};
                if (!changeset.down.empty())
                    migration.down = Script{
                        .sql = changeset.down, .file = path.string(), .transaction = changeset.transaction};
                project.migrations.push_back(migration);
            });
    }
}

/// The id alone where no other change set has it, else with the author.
void name_revisions(std::vector<Migration>& migrations) {
    std::map<std::string, int> uses;
    for (const auto& migration : migrations)
        ++uses[id_of_key(migration.name)];
    for (auto& migration : migrations) {
        const auto id = id_of_key(migration.name);
        migration.id = legal_id(uses[id] == 1 ? id : migration.name);
    }
}

} // namespace

Project read_liquibase(const Source& source) {
    Project project;
    auto files = list_files(source.folders, true);
    std::ranges::sort(files);
    for (const auto& path : files) {
        const auto ending = path.extension().string();
        if (ending == ".sql")
            read_file(path, project);
        else if (ending == ".xml" || ending == ".yaml" || ending == ".yml" || ending == ".json")
            project.warnings.push_back(fmt::format(
                "{}: change logs in {} are not read: their SQL is what 'liquibase update-sql' prints",
                path.string(), ending));
    }
    name_revisions(project.migrations);
    return project;
}

} // namespace pgmend::importers
