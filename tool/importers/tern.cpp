#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/pattern.hpp"
#include "importers/readers.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"

namespace pgmend::importers {
namespace {

constexpr std::string_view separator = "---- create above / drop below ----";
constexpr std::string_view outside = "---- tern: disable-tx ----";

Migration read_file(const FoundFiles& files) {
    const auto file = files.up.string();
    Migration migration{.name = files.version,
                        .id = legal_id(files.version),
                        .message = words_of("_" + files.name),
                        .created = time_of(files.version)};
    LineSieve up, down;
    bool below = false;
    bool transaction = true;
    const auto text = read_text(files.up);
    for (revision::LineReader reader(text); reader.next();) {
        const auto line = revision::trimmed(reader.line());
        if (reader.line().find("{{") != std::string_view::npos)
            throw UsageError("the file is a template")
                .at({file, reader.number()})
                .with_hint("write what tern makes of it: the values and the shared files in their place");
        below = below || line == separator;
        transaction = transaction && line != outside;
        const bool mark = line == separator || line == outside;
        below || mark ? up.skip() : up.keep(reader.line());
        below && !mark ? down.keep(reader.line()) : down.skip();
    }
    migration.up = {.sql = up.text(), .file = file, .transaction = transaction};
    if (below)
        migration.down = Script{.sql = down.text(), .file = file, .transaction = transaction};
    return migration;
}

} // namespace

Project read_tern(const Source& source) {
    Project project;
    for (const auto& files : find_files(source, {Pattern("{version}_{name}.sql")}, {}, project))
        attempt(project,
                {.name = files.version, .id = legal_id(files.version), .message = words_of("_" + files.name)},
                files.up, [&] { project.migrations.push_back(read_file(files)); });
    order_by_version(project.migrations);
    return project;
}

} // namespace pgmend::importers
