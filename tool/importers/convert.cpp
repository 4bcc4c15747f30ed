#include "importers/convert.hpp"

#include "importers/files.hpp"
#include "importers/skeleton.hpp"
#include "importers/unwrap.hpp"
#include "revision/line_reader.hpp"
#include "revision/mark.hpp"
#include "statement/split.hpp"
#include "statement/split_raw.hpp"
#include "statement/token.hpp"
#include "statement/unsupported.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

void refuse_marks(const Script& script) {
    for (revision::LineReader reader(script.sql); reader.next();)
        if (revision::is_mark(reader.line()))
            throw UsageError("the line would be read as a section mark")
                .at({script.file, reader.number()})
                .with_hint("indent the line by a space");
}

/// The tool may run them; pgmend's sections cannot, and its own words on that speak of its own files.
void refuse_transactions(const std::string& sql, const std::string& file) {
    const auto scanned = statement::scan(sql);
    for (const auto& raw : statement::split_raw(scanned).statements) {
        const auto command = statement::transaction_command(raw.tokens);
        if (command.empty())
            continue;
        const std::string_view before(sql.data(),
                                      static_cast<std::size_t>(raw.tokens.front().text.data() - sql.data()));
        throw UsageError(fmt::format("{} in the migration", command))
            .at({file, static_cast<int>(std::ranges::count(before, '\n')) + 1})
            .with_hint("pgmend runs each revision in a transaction of its own: remove the statement, or "
                       "split the migration in two");
    }
}

/// Without the blanks and empty lines at both ends, where the lines of other sections, BEGIN and COMMIT
/// stood.
std::string tidy(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos)
        return {};
    const auto last = text.find_last_not_of(" \t\n");
    return std::string(text.substr(first, last - first + 1)) + "\n";
}

revision::Section section_of(const Script& script) {
    refuse_marks(script);
    const auto bare = unwrapped(script.sql);
    const auto& sql = bare ? *bare : script.sql;
    refuse_transactions(sql, script.file);
    const auto statements = statement::split(sql, {.file = script.file, .line = 1});
    return {.sql = tidy(terminated(sql, statements)), .transaction = script.transaction || bare};
}

revision::Revision revision_of(const Migration& migration) {
    revision::Revision revision{.id = migration.id,
                                .message = migration.message,
                                .created = migration.created,
                                .path = migration.up.file,
                                .up = section_of(migration.up)};
    if (migration.down)
        revision.down = section_of(*migration.down);
    check(revision);
    return revision;
}

/// A file with the reason in place of the SQL.
revision::Revision unfinished(const Migration& migration, const std::string& reason) {
    const std::string file = std::filesystem::path(migration.up.file).filename();
    return {.id = migration.id,
            .message = migration.message,
            .created = migration.created,
            .path = migration.up.file,
            .up = skeleton(migration.id, fmt::format("{} ({})", reason, file))};
}

} // namespace

Conversion convert(const Project& project) {
    Conversion result{.failures = project.failures};
    Project checked;
    for (const auto& migration : project.migrations) {
        auto fault = migration.fault;
        revision::Revision revision;
        const auto before = checked.failures.size();
        if (fault.empty())
            attempt(checked, {.name = migration.name}, migration.up.file,
                    [&] { revision = revision_of(migration); });
        if (checked.failures.size() != before)
            fault = checked.failures.back().reason;
        if (!fault.empty()) {
            revision = unfinished(migration, fault);
            result.open.push_back(revision.id);
        }
        if (!result.revisions.empty())
            revision.down_revisions = {result.revisions.back().id};
        result.revisions.push_back(std::move(revision));
    }
    std::ranges::copy(checked.failures, std::back_inserter(result.failures));
    std::ranges::stable_sort(result.failures, {}, [](const Failure& failure) {
        return std::pair(failure.location.file, failure.location.line);
    });
    return result;
}

} // namespace pgmend::importers
