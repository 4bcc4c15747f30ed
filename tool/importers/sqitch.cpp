#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/readers.hpp"
#include "importers/sqitch_plan.hpp"

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

fs::path script(const fs::path& folder, const char* kind, const PlannedChange& change) {
    return folder / kind / (change.script + ".sql");
}

Migration read_change(const fs::path& folder, const PlannedChange& change) {
    Migration migration{.name = change.name,
                        .id = legal_id(change.id),
                        .message = change.note.empty() ? words_of("_" + change.name) : change.note,
                        .created = change.created};
    const auto deploy = script(folder, "deploy", change);
    if (!fs::exists(deploy))
        throw UsageError(fmt::format("the plan has the change, but {} does not exist", deploy.string()));
    migration.up = {.sql = read_text(deploy), .file = deploy.string()};
    if (const auto revert = script(folder, "revert", change); fs::exists(revert))
        migration.down = Script{.sql = read_text(revert), .file = revert.string()};
    return migration;
}

} // namespace

Project read_sqitch(const Source& source) {
    Project project;
    for (const auto& folder : source.folders) {
        const auto plan = folder / "sqitch.plan";
        if (!fs::exists(plan))
            continue;
        for (const auto& change : parse_sqitch_plan(read_text(plan), plan.string()))
            attempt(project, {.name = change.name, .id = legal_id(change.id), .message = change.note}, plan,
                    [&] { project.migrations.push_back(read_change(folder, change)); });
        if (fs::exists(folder / "verify"))
            project.warnings.push_back(fmt::format(
                "{}: the scripts in verify/ are not imported; copy those that still hold into checks/",
                folder.string()));
    }
    return project;
}

} // namespace pgmend::importers
