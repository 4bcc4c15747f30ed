#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/numbered.hpp"
#include "importers/pattern.hpp"
#include "importers/readers.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"

#include <functional>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

/// What a tool's files say beyond their SQL.
using Adjust = std::function<void(Migration&, const FoundFiles&)>;

std::string without_dashes(std::string_view version) {
    std::string digits;
    for (const char c : version)
        if (c != '-')
            digits += c;
    return digits;
}

bool has_line(const std::string& text, std::string_view line) {
    for (revision::LineReader reader(text); reader.next();)
        if (revision::trimmed(reader.line()) == line)
            return true;
    return false;
}

Migration read_migration(const FoundFiles& files) {
    const auto digits = without_dashes(files.version);
    Migration migration{.name = digits,
                        .id = legal_id(digits),
                        .message = words_of("_" + files.name),
                        .created = time_of(digits)};
    if (files.up.empty())
        throw UsageError("the file for the way up is missing").at({files.down.string()});
    migration.up = {.sql = read_text(files.up), .file = files.up.string()};
    if (!files.down.empty())
        migration.down = Script{.sql = read_text(files.down), .file = files.down.string()};
    return migration;
}

Project read_all(const Source& source, const std::vector<Pattern>& ups, const std::vector<Pattern>& downs,
                 const Adjust& adjust = {}) {
    Project project;
    for (const auto& files : find_files(source, ups, downs, project)) {
        const auto digits = without_dashes(files.version);
        const auto& path = files.up.empty() ? files.down : files.up;
        attempt(project, {.name = digits, .id = legal_id(digits), .message = words_of("_" + files.name)},
                path, [&] {
                    auto migration = read_migration(files);
                    if (adjust)
                        adjust(migration, files);
                    project.migrations.push_back(std::move(migration));
                });
    }
    order_by_version(project.migrations);
    return project;
}

void adjust_diesel(Migration& migration, const FoundFiles& files) {
    const auto metadata = files.up.parent_path() / "metadata.toml";
    if (!fs::exists(metadata))
        return;
    const auto text = read_text(metadata);
    for (revision::LineReader reader(text); reader.next();) {
        const auto line = reader.line();
        if (line.find("run_in_transaction") == std::string_view::npos ||
            line.find("false") == std::string_view::npos)
            continue;
        migration.up.transaction = false;
        if (migration.down)
            migration.down->transaction = false;
    }
}

void adjust_sqlx(Migration& migration, const FoundFiles&) {
    constexpr std::string_view mark = "-- no-transaction";
    migration.up.transaction = !migration.up.sql.starts_with(mark);
    if (migration.down)
        migration.down->transaction = !migration.down->sql.starts_with(mark);
}

void adjust_atlas(Migration& migration, const FoundFiles& files) {
    const auto& text = migration.up.sql;
    for (const std::string_view refused : {"-- atlas:delimiter", "-- atlas:checkpoint"})
        if (text.find(refused) != std::string::npos)
            throw UsageError(fmt::format("the directive {}", refused.substr(3)))
                .at({files.up.string()})
                .with_hint(refused.ends_with("checkpoint")
                               ? "import the files without the checkpoint: it repeats what they do"
                               : "end the statements with semicolons, and remove the directive");
    migration.up.transaction = !has_line(text, "-- atlas:txmode none");
}

/// drizzle's breakpoints are comments that nobody else reads.
void adjust_drizzle(Migration& migration, const FoundFiles&) {
    LineSieve sieve;
    for (revision::LineReader reader(migration.up.sql); reader.next();) {
        const std::string line(reader.line());
        const auto at = line.find("--> statement-breakpoint");
        at == std::string::npos ? sieve.keep(line) : sieve.keep(line.substr(0, at));
    }
    migration.up.sql = sieve.text();
}

} // namespace

Project read_sql(const Source& source) {
    const auto patterns = [](const std::vector<std::string>& texts) {
        std::vector<Pattern> all;
        for (const auto& text : texts)
            all.emplace_back(text);
        return all;
    };
    return read_all(source, patterns(source.up_patterns), patterns(source.down_patterns));
}

Project read_diesel(const Source& source) {
    return read_all(source, {Pattern("{version}_{name}/up.sql")}, {Pattern("{version}_{name}/down.sql")},
                    adjust_diesel);
}

Project read_sqlx(const Source& source) {
    return read_all(source, {Pattern("{version}_{name}.up.sql"), Pattern("{version}_{name}.sql")},
                    {Pattern("{version}_{name}.down.sql")}, adjust_sqlx);
}

Project read_supabase(const Source& source) {
    return read_all(source, {Pattern("{version}_{name}.sql")}, {});
}

Project read_atlas(const Source& source) {
    return read_all(source, {Pattern("{version}_{name}.sql"), Pattern("{version}.sql")}, {}, adjust_atlas);
}

Project read_drizzle(const Source& source) {
    return read_all(source, {Pattern("{version}_{name}.sql")}, {}, adjust_drizzle);
}

Project read_prisma(const Source& source) {
    auto project =
        read_all(source, {Pattern("{version}_{name}/migration.sql")}, {},
                 [](Migration& migration, const FoundFiles& files) { migration.name = files.full_name(); });
    number(project.migrations);
    return project;
}

} // namespace pgmend::importers
