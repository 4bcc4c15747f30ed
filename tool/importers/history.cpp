#include "importers/history.hpp"

#include "base/error.hpp"
#include "importers/half_done.hpp"
#include "importers/names.hpp"
#include "importers/numbered.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

/// Entries of tools whose table holds a whole name, of which the id is the number in front or all of it.
History named_history(const std::vector<Row>& rows) {
    History history;
    for (const auto& row : rows) {
        const auto stem = stem_of(row[0]);
        Entry entry{.name = row[0], .ids = {legal_id(stem)}};
        if (const auto digits = leading_digits(stem); !digits.empty())
            entry.ids.push_back(legal_id(digits));
        history.applied.push_back(std::move(entry));
    }
    return history;
}

// A row of flyway_schema_history.
enum FlywayColumn : std::size_t { version, type, script, checksum, success };

bool is_true(const std::string& text) {
    return text == "t" || text == "true";
}

void refuse_failed(const Row& row) {
    if (is_true(row[success]))
        return;
    refuse_half_done(
        fmt::format("Flyway's migration {} has failed on this database ({})", row[version], row[script]));
}

} // namespace

void refuse_half_done(std::string message) {
    throw Error(std::move(message), ExitCode::conflict)
        .with_detail("The migration may be partially applied.")
        .with_hint(
            "record the revision below it with 'pgmend stamp REVISION'; 'pgmend upgrade' then skips what "
            "already exists and runs the rest, as 'pgmend plan' shows");
}

History dbmate_history(const std::vector<Row>& rows) {
    History history;
    for (const auto& row : rows)
        history.applied.push_back({.name = row[0], .ids = {legal_id(row[0])}});
    return history;
}

History golang_migrate_history(const std::vector<Row>& rows) {
    if (rows.empty())
        return {};
    const auto& version_text = rows.front()[0];
    if (is_true(rows.front()[1]))
        refuse_half_done(
            fmt::format("golang-migrate has left the database dirty at version {}", version_text));
    if (rows.size() > 1)
        throw Error("golang-migrate's table has several rows", ExitCode::conflict)
            .with_hint("keep only the row with the current version of the database");
    if (version_text.starts_with('-')) // no version: all has been taken back
        return {};
    return {.applied = {{.name = version_text, .ids = {version_text}}},
            .through = Version::parse(version_text)};
}

History flyway_history(const std::vector<Row>& rows) {
    History history;
    std::map<Version, Entry> applied;
    for (const auto& row : rows) {
        refuse_failed(row);
        const auto number = Version::parse(row[version]);
        if (!number) {
            if (row[type] != "SCHEMA" && row[type] != "DELETE")
                history.warnings.push_back(
                    fmt::format("{} is a repeatable Flyway migration: it has no revision", row[script]));
        } else if (row[type].find("BASELINE") != std::string::npos) {
            history.through = number;
        } else if (row[type].starts_with("UNDO") || row[type] == "DELETE") {
            applied.erase(*number);
        } else {
            applied[*number] = {.name = row[version],
                                .ids = {legal_id(row[version])},
                                .kind = row[type],
                                .checksum = row[checksum]};
        }
    }
    for (auto& [number, entry] : applied)
        history.applied.push_back(std::move(entry));
    return history;
}

History sql_migrate_history(const std::vector<Row>& rows) {
    return named_history(rows);
}

History node_pg_migrate_history(const std::vector<Row>& rows) {
    auto history = named_history(rows);
    // Under some settings a pair of files is known by the name of the one that was run.
    for (auto& entry : history.applied)
        if (entry.name.ends_with(".up"))
            entry.ids.push_back(legal_id(entry.name.substr(0, entry.name.size() - 3)));
    return history;
}

} // namespace pgmend::importers
