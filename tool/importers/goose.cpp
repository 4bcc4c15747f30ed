#include "importers/files.hpp"
#include "importers/marked.hpp"
#include "importers/names.hpp"
#include "importers/pattern.hpp"
#include "importers/readers.hpp"

namespace pgmend::importers {

Project read_goose(const Source& source) {
    Project project;
    for (const auto& files : find_files(source, {Pattern("{version}_{name}.sql")}, {}, project)) {
        const auto id = legal_id(files.version);
        attempt(project, {.name = files.version, .id = id, .message = words_of("_" + files.name)}, files.up,
                [&] {
                    auto migration = read_marked("goose", "goose", files.up, project);
                    migration.name = files.version;
                    migration.id = id;
                    project.migrations.push_back(std::move(migration));
                });
    }
    order_by_version(project.migrations);
    return project;
}

} // namespace pgmend::importers
