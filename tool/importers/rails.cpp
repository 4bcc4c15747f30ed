#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/readers.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"

#include <algorithm>
#include <regex>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

/// What Rails writes below the dump: the versions of all its migrations.
constexpr std::string_view versions_begin = "INSERT INTO \"schema_migrations\"";

Migration read_structure(const fs::path& path) {
    const auto text = read_text(path);
    LineSieve sieve;
    std::string newest;
    bool versions = false;
    for (revision::LineReader reader(text); reader.next();) {
        const std::string line(reader.line());
        versions = versions || line.starts_with(versions_begin);
        if (!versions) {
            sieve.keep(line);
            continue;
        }
        static const std::regex version("'([0-9]+)'");
        for (std::sregex_iterator it(line.begin(), line.end(), version), end; it != end; ++it)
            newest = std::max(newest, (*it)[1].str(), [](const auto& a, const auto& b) {
                return a.size() != b.size() ? a.size() < b.size() : a < b;
            });
        versions = line.find(';') == std::string::npos;
    }
    if (newest.empty())
        throw UsageError("there is no list of versions at its end")
            .at({path.string()})
            .with_hint("write the file with Rails: bin/rails db:schema:dump, with schema_format = :sql");
    return {.name = newest,
            .id = legal_id(newest),
            .message = "structure of Rails",
            .created = time_of(newest),
            .up = {.sql = sieve.text(), .file = path.string()}};
}

} // namespace

Project read_rails(const Source& source) {
    Project project;
    for (const auto& folder : source.folders)
        for (const auto& path : {folder / "structure.sql", folder / "db" / "structure.sql"})
            if (fs::exists(path))
                attempt(project, {.name = "structure"}, path,
                        [&] { project.migrations.push_back(read_structure(path)); });
    return project;
}

} // namespace pgmend::importers
