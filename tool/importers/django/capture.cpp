#include "importers/django/capture.hpp"

#include "base/error.hpp"
#include "importers/alembic/answer_script.hpp"
#include "importers/alembic/drivers_script.hpp"
#include "importers/alembic/recorder_script.hpp"
#include "importers/alembic/run_script.hpp"
#include "importers/django/migrations_script.hpp"
#include "importers/names.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::importers::django {

namespace fs = std::filesystem;

alembic::Rendering capture(const fs::path& project, const std::string& command, const pg::Dsn& database) {
    if (!fs::exists(project / "manage.py"))
        throw UsageError(fmt::format("'{}' is not a Django project: it has no manage.py", project.string()));
    const nlohmann::json request{{"folder", fs::canonical(project).string()},
                                 {"host", database.get("host")},
                                 {"port", database.get("port")},
                                 {"user", database.get("user")},
                                 {"database", database.get("dbname")}};
    auto rendering = alembic::run_script(
        {.program = "manage.py",
         .command = command,
         .option = "--manage 'poetry run python manage.py'",
         .must_work = "'manage.py migrate' must work on an empty database",
         .project = fs::canonical(project),
         .script = alembic::script_of(
             {alembic::answer_script, alembic::recorder_script, alembic::drivers_script, migrations_script}),
         .request = request.dump(),
         .captured = true,
         .arguments = [](const fs::path& ours) {
             const auto script = (ours / "env.py").string();
             return std::vector<std::string>{
                 "shell", "-c",
                 fmt::format("p = '{}'; exec(compile(open(p).read(), p, 'exec'), {{'__name__': 'pgmend', "
                             "'__file__': p}})",
                             script)};
         }});
    for (auto& revision : rendering.revisions) {
        revision.id = legal_id(revision.id);
        for (auto* ids : {&revision.down_revisions, &revision.depends_on})
            for (auto& id : *ids)
                id = legal_id(id);
    }
    return rendering;
}

} // namespace pgmend::importers::django
