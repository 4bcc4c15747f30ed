#include "importers/alembic/run_script.hpp"

#include "base/error.hpp"
#include "importers/alembic/process.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::importers::alembic {
namespace {

namespace fs = std::filesystem;

constexpr int shell_found_nothing = 127;
constexpr std::ptrdiff_t max_shown_lines = 8;

/// A folder of our own that is gone with the scope.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto name = (fs::temp_directory_path() / "pgmend-import-XXXXXX").string();
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
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::string last_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    const auto first = lines.end() - std::min(max_shown_lines, std::ssize(lines));
    return fmt::format("{}", fmt::join(first, lines.end(), "\n"));
}

} // namespace

void put(const fs::path& path, std::string_view text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file)
        throw Error(fmt::format("could not write '{}': {}", path.string(), std::strerror(errno)));
}

std::string script_of(std::initializer_list<std::string_view> parts) {
    return fmt::format("{}", fmt::join(parts, "\n\n"));
}

Rendering run_script(const ScriptRun& call) {
    const TemporaryFolder folder;
    put(folder.path() / "env.py", call.script);
    put(folder.path() / "request.json", call.request);
    const auto outcome =
        run(call.command, call.arguments(folder.path()), call.project, folder.path() / "output.txt");
    std::ifstream answer(folder.path() / "answer.jsonl", std::ios::binary);
    if (!answer) {
        UsageError error(fmt::format("could not run {} as '{}' (exit code {})", call.program, call.command,
                                     outcome.exit_code));
        throw error.with_detail(last_lines(outcome.output))
            .with_hint(fmt::format("{}: {}",
                                   outcome.exit_code == shell_found_nothing
                                       ? "install it, or name the command that runs it"
                                       : "name the command that runs it in the project",
                                   call.option));
    }
    try {
        return parse_rendering(std::string(std::istreambuf_iterator<char>(answer), {}), call.captured);
    } catch (UsageError& error) {
        throw error.with_detail(last_lines(outcome.output)).with_hint(call.must_work);
    }
}

} // namespace pgmend::importers::alembic
