#include "importers/alembic/rendering.hpp"

#include "base/error.hpp"
#include "importers/alembic/process.hpp"
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

/// An Alembic project that is render.py and nothing else.
void write_renderer(const TemporaryFolder& folder, const Project& project) {
    put(folder / "env.py", render_script);
    put(folder / "alembic.ini",
        fmt::format("[{}]\nscript_location = {}\n", project.section, ini_value(folder.path().string())));
    put(folder / "request.json", json{{"ini", project.ini.string()},
                                      {"toml", project.toml.string()},
                                      {"folder", project.folder.string()},
                                      {"section", project.section}}
                                     .dump());
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::string last_lines(const std::string& text, std::ptrdiff_t max_lines) {
    const auto lines = lines_of(text);
    const auto first = lines.end() - std::min<std::ptrdiff_t>(max_lines, std::ssize(lines));
    return fmt::format("{}", fmt::join(first, lines.end(), "\n"));
}

RenderedSection read_section(const json& document) {
    if (document.contains("reason"))
        return {.fault = document.at("reason"), .fault_line = document.at("line")};
    RenderedSection section;
    for (const auto& piece : document.at("pieces"))
        section.pieces.push_back(
            {.sql = piece.at("sql"), .autocommit = piece.at("autocommit"), .line = piece.at("line")});
    return section;
}

RenderedRevision read_revision(const json& document) {
    RenderedRevision revision{.id = document.at("revision"),
                              .down_revisions = document.at("down_revision"),
                              .branch_labels = document.at("branch_labels"),
                              .depends_on = document.at("depends_on"),
                              .message = document.at("message"),
                              .created = document.at("created"),
                              .path = document.at("path"),
                              .up = read_section(document.at("up"))};
    if (!document.at("down").is_null())
        revision.down = read_section(document.at("down"));
    return revision;
}

[[noreturn]] void refuse(const json& document) {
    UsageError error(document.at("fault").get<std::string>());
    throw error.in_context("could not read the Alembic project")
        .at({.file = document.at("file"), .line = document.at("line")})
        .with_hint("'alembic upgrade head --sql' must work in the project's folder");
}

} // namespace

Rendering parse_rendering(std::string_view lines) {
    Rendering rendering;
    bool ended = false;
    for (const auto& line : lines_of(lines)) {
        const auto document = json::parse(line, nullptr, false);
        if (document.is_discarded())
            break;
        if (document.contains("fault"))
            refuse(document);
        else if (document.contains("warning"))
            rendering.warnings.push_back(document.at("warning"));
        else if (document.contains("revision"))
            rendering.revisions.push_back(read_revision(document));
        ended = ended || document.contains("end");
    }
    if (!ended)
        throw UsageError("Alembic ended before all revisions were read");
    return rendering;
}

Rendering render(const Project& project, const std::string& command) {
    const TemporaryFolder folder;
    write_renderer(folder, project);
    const auto outcome =
        run(command, {"-c", (folder / "alembic.ini").string(), "-n", project.section, "current"},
            project.folder, folder / "output.txt");
    std::ifstream answer(folder / "answer.jsonl", std::ios::binary);
    if (!answer) {
        UsageError error(
            fmt::format("could not run Alembic as '{}' (exit code {})", command, outcome.exit_code));
        throw error.with_detail(last_lines(outcome.output, 8))
            .with_hint(outcome.exit_code == shell_found_nothing
                           ? "install it, or name the command that runs it: --alembic 'poetry run alembic'"
                           : "name the command that runs it in the project: --alembic 'poetry run alembic'");
    }
    try {
        return parse_rendering(std::string(std::istreambuf_iterator<char>(answer), {}));
    } catch (UsageError& error) {
        throw error.with_detail(last_lines(outcome.output, 8));
    }
}

} // namespace pgmend::importers::alembic
