#include "importers/half_done.hpp"
#include "importers/history.hpp"
#include "importers/names.hpp"
#include "importers/numbered.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

bool is_true(const std::string& text) {
    return text == "t" || text == "true";
}

/// The number that leads a name, or the name.
Entry named(const std::string& name) {
    Entry entry{.name = name, .ids = {legal_id(name)}};
    if (const auto digits = leading_digits(name); !digits.empty())
        entry.ids.push_back(legal_id(digits));
    return entry;
}

} // namespace

History version_history(const std::vector<Row>& rows) {
    History history;
    for (const auto& row : rows)
        history.applied.push_back(named(row[0]));
    return history;
}

History sqlx_history(const std::vector<Row>& rows) {
    for (const auto& row : rows)
        if (!is_true(row[1]))
            refuse_half_done(fmt::format("sqlx's migration {} has failed on this database", row[0]));
    return version_history(rows);
}

History drizzle_history(const std::vector<Row>& rows) {
    return {.first = rows.size()};
}

History atlas_history(const std::vector<Row>& rows) {
    History history;
    for (const auto& row : rows) {
        if (leading_digits(row[0]).empty()) // ".atlas_cloud_identifier"
            continue;
        if (row[1] != row[2])
            refuse_half_done(
                fmt::format("Atlas has applied {} of {} statements of {}", row[1], row[2], row[0]));
        history.applied.push_back(named(row[0]));
    }
    return history;
}

History prisma_history(const std::vector<Row>& rows) {
    std::map<std::string, Row> newest; // one that was rolled back has a row for each try
    for (const auto& row : rows)
        if (row[2].empty())
            newest[row[0]] = row;
    History history;
    for (const auto& [name, row] : newest) {
        if (row[1].empty())
            refuse_half_done(fmt::format("Prisma's migration {} has failed on this database", name));
        history.applied.push_back(named(name));
    }
    return history;
}

History goose_history(const std::vector<Row>& rows) {
    std::map<std::string, bool> newest;
    for (const auto& row : rows)
        newest[row[0]] = is_true(row[1]);
    History history;
    for (const auto& [version, applied] : newest)
        if (applied && version != "0")
            history.applied.push_back({.name = version, .ids = {version}});
    return history;
}

History tern_history(const std::vector<Row>& rows) {
    if (rows.empty() || rows.front()[0] == "0")
        return {};
    const auto& version = rows.front()[0];
    return {.applied = {{.name = version, .ids = {version}}}, .through = Version::parse(version)};
}

History sqitch_history(const std::vector<Row>& rows) {
    std::map<std::string, int> uses;
    History history;
    for (const auto& row : rows) {
        const int number = ++uses[row[0]];
        history.applied.push_back(
            {.name = row[0], .ids = {legal_id(number == 1 ? row[0] : fmt::format("{}_{}", row[0], number))}});
    }
    return history;
}

History liquibase_history(const std::vector<Row>& rows) {
    History history;
    for (const auto& row : rows) {
        if (row[2] == "FAILED" || row[2] == "SKIPPED")
            continue;
        const auto key = row[1] + ":" + row[0];
        history.applied.push_back({.name = key, .ids = {legal_id(key), legal_id(row[0])}});
    }
    return history;
}

History django_history(const std::vector<Row>& rows) {
    History history;
    for (const auto& row : rows) {
        const auto name = row[0] + "_" + row[1];
        history.applied.push_back({.name = name, .ids = {legal_id(name)}});
    }
    return history;
}

History rails_history(const std::vector<Row>& rows) {
    const auto newest = std::ranges::max_element(
        rows, {}, [](const Row& row) { return Version::parse(row[0]).value_or(*Version::parse("0")); });
    if (newest == rows.end())
        return {};
    return {.applied = {{.name = (*newest)[0], .ids = {legal_id((*newest)[0])}}}};
}

} // namespace pgmend::importers
