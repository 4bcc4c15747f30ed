#include "importers/alembic/ask.hpp"

#include "importers/alembic/answer_script.hpp"
#include "importers/alembic/capture_script.hpp"
#include "importers/alembic/drivers_script.hpp"
#include "importers/alembic/engines_script.hpp"
#include "importers/alembic/project_script.hpp"
#include "importers/alembic/recorder_script.hpp"
#include "importers/alembic/render_script.hpp"
#include "importers/alembic/run_script.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::importers::alembic {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Alembic reads a percent sign in its settings as the beginning of a name.
std::string ini_value(const std::string& text) {
    std::string value;
    for (const char c : text)
        value += c == '%' ? "%%" : std::string(1, c);
    return value;
}

/// Runs Alembic on a project that is our script and nothing else.
Rendering ask(const Project& project, const std::string& command, std::string script, json request,
              bool captured) {
    request.update({{"ini", project.ini.string()},
                    {"toml", project.toml.string()},
                    {"folder", project.folder.string()},
                    {"section", project.section}});
    return run_script(
        {.program = "Alembic",
         .command = command,
         .option = "--alembic 'poetry run alembic'",
         .must_work = captured ? "'alembic upgrade head' must work on an empty database"
                               : "'alembic upgrade head --sql' must work in the project's folder",
         .project = project.folder,
         .script = std::move(script),
         .request = request.dump(),
         .captured = captured,
         .arguments = [&](const fs::path& ours) {
             const auto ini = ours / "alembic.ini";
             put(ini, fmt::format("[{}]\nscript_location = {}\n", project.section, ini_value(ours.string())));
             return std::vector<std::string>{"-c", ini.string(), "-n", project.section, "current"};
         }});
}

} // namespace

Rendering render(const Project& project, const std::string& command) {
    return ask(project, command, script_of({answer_script, project_script, render_script}), json::object(),
               false);
}

Rendering capture(const Project& project, const std::string& command, const pg::Dsn& database,
                  const std::function<void()>& make_empty) {
    const auto script = script_of(
        {answer_script, project_script, recorder_script, drivers_script, engines_script, capture_script});
    std::map<std::string, std::optional<RenderedSection>> known_downs;
    for (;;) {
        json request{{"host", database.get("host")},
                     {"port", database.get("port")},
                     {"user", database.get("user")},
                     {"database", database.get("dbname")},
                     {"without_down", json::array()}};
        for (const auto& [id, down] : known_downs)
            request["without_down"].push_back(id);
        make_empty();
        auto rendering = ask(project, command, script, std::move(request), true);
        const auto known = known_downs.size();
        known_downs.insert(rendering.ended_at.begin(), rendering.ended_at.end());
        if (known_downs.size() > known)
            continue;
        for (auto& revision : rendering.revisions)
            if (const auto down = known_downs.find(revision.id); down != known_downs.end())
                revision.down = down->second;
        return rendering;
    }
}

} // namespace pgmend::importers::alembic
