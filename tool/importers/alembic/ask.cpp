#include "importers/alembic/ask.hpp"

#include "base/error.hpp"
#include "importers/alembic/answer_script.hpp"
#include "importers/alembic/capture_script.hpp"
#include "importers/alembic/drivers_script.hpp"
#include "importers/alembic/engines_script.hpp"
#include "importers/alembic/process.hpp"
#include "importers/alembic/project_script.hpp"
#include "importers/alembic/recorder_script.hpp"
#include "importers/alembic/render_script.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace pgmend::importers::alembic {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int shell_found_nothing = 127;
constexpr std::ptrdiff_t max_shown_lines = 8;

/// A folder of our own that is gone with the scope.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto name = (fs::temp_directory_path() / "pgmend-alembic-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw Error(fmt::format("could not create folder '{}': {}", name, std::strerror(errno)));
        path_ = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    fs::path operator/(const char* name) const { return path_ / name; }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void put(const fs::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
        throw Error(fmt::format("could not write '{}': {}", path.string(), std::strerror(errno)));
}

/// Alembic reads a percent sign in its settings as the beginning of a name.
std::string ini_value(const std::string& text) {
    std::string value;
    for (const char c : text)
        value += c == '%' ? "%%" : std::string(1, c);
    return value;
}

std::string last_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    const auto first = lines.end() - std::min(max_shown_lines, std::ssize(lines));
    return fmt::format("{}", fmt::join(first, lines.end(), "\n"));
}

std::string script_of(std::initializer_list<std::string_view> parts) {
    return fmt::format("{}", fmt::join(parts, "\n\n"));
}

/// Runs Alembic on a project that is our script and nothing else.
Rendering ask(const Project& project, const std::string& command, const std::string& script, json request,
              bool captured) {
    const TemporaryFolder folder;
    put(folder / "env.py", script);
    put(folder / "alembic.ini",
        fmt::format("[{}]\nscript_location = {}\n", project.section, ini_value(folder.path().string())));
    request.update({{"ini", project.ini.string()},
                    {"toml", project.toml.string()},
                    {"folder", project.folder.string()},
                    {"section", project.section}});
    put(folder / "request.json", request.dump());
    const auto outcome =
        run(command, {"-c", (folder / "alembic.ini").string(), "-n", project.section, "current"},
            project.folder, folder / "output.txt");
    std::ifstream answer(folder / "answer.jsonl", std::ios::binary);
    if (!answer) {
        UsageError error(
            fmt::format("could not run Alembic as '{}' (exit code {})", command, outcome.exit_code));
        throw error.with_detail(last_lines(outcome.output))
            .with_hint(outcome.exit_code == shell_found_nothing
                           ? "install it, or name the command that runs it: --alembic 'poetry run alembic'"
                           : "name the command that runs it in the project: --alembic 'poetry run alembic'");
    }
    try {
        return parse_rendering(std::string(std::istreambuf_iterator<char>(answer), {}), captured);
    } catch (UsageError& error) {
        throw error.with_detail(last_lines(outcome.output));
    }
}

} // namespace

Rendering render(const Project& project, const std::string& command) {
    return ask(project, command, script_of({answer_script, project_script, render_script}), json::object(), false);
}

Rendering capture(const Project& project, const std::string& command, const pg::Dsn& database,
                  const std::function<void()>& make_empty) {
    const auto script = script_of({answer_script, project_script, recorder_script, drivers_script, engines_script,
                                   capture_script});
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
