#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/readers.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

struct Mark {
    bool up = true;
    bool transaction = true;
};

/// The mark on a line, by dbmate's rule: from the first column on, and nothing but blanks right behind it.
std::optional<Mark> mark_on(std::string_view line) {
    if (!line.starts_with("--"))
        return std::nullopt;
    const auto words = revision::split_words(line.substr(2));
    if (words.empty() || (words[0] != "migrate:up" && words[0] != "migrate:down"))
        return std::nullopt;
    const bool outside = std::ranges::find(words, "transaction:false") != words.end();
    return Mark{.up = words[0] == "migrate:up", .transaction = !outside};
}

[[noreturn]] void refuse(std::string message, const fs::path& path, int line, std::string hint) {
    throw UsageError(std::move(message)).at({path.string(), line}).with_hint(std::move(hint));
}

/// Cuts a file at its marks.
class Cutter {
  public:
    Cutter(const fs::path& path, Migration& migration) : path_(path), migration_(migration) {
        migration_.up.file = path.string();
    }

    void add(std::string_view line, int number) {
        if (const auto mark = mark_on(line)) {
            open(*mark, number);
            line = {};
        } else if (!seen_up_ && !revision::trimmed(line).empty() &&
                   !revision::trimmed(line).starts_with("--")) {
            refuse("SQL before '-- migrate:up'", path_, number,
                   "dbmate also rejects this: move it below the mark");
        }
        // The comments above the first mark go with the section.
        seen_down_ ? up_.skip() : up_.keep(line);
        seen_down_ ? down_.keep(line) : down_.skip();
    }

    void finish() {
        if (!seen_up_)
            refuse("the mark '-- migrate:up' is missing", path_, 1, "add the mark above the first statement");
        migration_.up.sql = up_.text();
        if (migration_.down)
            migration_.down->sql = down_.text();
    }

  private:
    void open(const Mark& mark, int number) {
        bool& seen = mark.up ? seen_up_ : seen_down_;
        if (seen)
            refuse(fmt::format("a second '-- migrate:{}'", mark.up ? "up" : "down"), path_, number,
                   "versions of dbmate treat this differently: move these statements to a file of their own");
        if (!mark.up && !seen_up_)
            refuse("'-- migrate:down' comes before '-- migrate:up'", path_, number,
                   "put the section up first");
        seen = true;
        if (mark.up)
            migration_.up.transaction = mark.transaction;
        else
            migration_.down = Script{.file = path_.string(), .transaction = mark.transaction};
    }

    const fs::path& path_;
    Migration& migration_;
    LineSieve up_, down_;
    bool seen_up_ = false;
    bool seen_down_ = false;
};

Migration read_file(const fs::path& path) {
    const auto stem = path.stem().string();
    const auto digits = leading_digits(stem);
    Migration migration{.name = std::string(digits),
                        .id = legal_id(digits),
                        .message = words_of(stem),
                        .created = time_of(digits)};
    const auto text = read_text(path);
    Cutter cutter(path, migration);
    for (revision::LineReader reader(text); reader.next();)
        cutter.add(reader.line(), reader.number());
    cutter.finish();
    return migration;
}

} // namespace

Project read_dbmate(const Source& source) {
    Project project;
    auto files = list_files(source.folders, false);
    std::ranges::sort(files, {}, [](const fs::path& path) { return path.filename().string(); });
    std::set<std::string, std::less<>> seen;
    for (const auto& path : files) {
        if (path.extension() != ".sql")
            continue;
        const auto name = path.filename().string();
        const std::string version(leading_digits(name));
        if (version.empty()) {
            project.warnings.push_back(fmt::format(
                "{}: not a dbmate migration, because its name does not begin with digits", path.string()));
            continue;
        }
        if (!seen.insert(version).second)
            attempt(project, {.name = version}, path, [&] {
                refuse(fmt::format("another file also has the version {}", version), path, 0,
                       "dbmate runs only one of them: give the other a version of its own");
            });
        else
            attempt(project,
                    {.name = version, .id = legal_id(version), .message = words_of(path.stem().string())},
                    path, [&] { project.migrations.push_back(read_file(path)); });
    }
    return project;
}

} // namespace pgmend::importers
