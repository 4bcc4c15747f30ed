#include "db/catalog/changes.hpp"

#include "catalog/read.hpp"
#include "db/support/example.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace pgmend::test {
namespace {

/// Takes one line of a block in.
void take_line(Change& change, const std::string& line) {
    if (line.starts_with("--> "))
        change.findings.push_back(line.substr(4));
    else if (line.starts_with("--since "))
        change.since = std::stoi(line.substr(8));
    else if (line == "--then")
        change.given = std::exchange(change.sql, "");
    else if (!line.starts_with("-- "))
        change.sql += line + "\n";
}

} // namespace

std::vector<Change> load_changes() {
    std::ifstream in(PGMEND_SOURCE_DIR "/tests/db/catalog/changes.sql");
    std::vector<Change> changes;
    Change change;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty())
            take_line(change, line);
        else if (!change.sql.empty())
            changes.push_back(std::exchange(change, {}));
    }
    if (!change.sql.empty())
        changes.push_back(change);
    for (auto& one : changes)
        std::ranges::sort(one.findings);
    return changes;
}

std::vector<std::string> finding_lines(const schema::Diff& diff) {
    std::vector<std::string> lines;
    for (const auto& f : diff.findings)
        lines.push_back(fmt::format("{} {} {}{}{}", to_string(f.object.kind), display(f.object),
                                    to_string(f.change), f.attribute.empty() ? "" : " ", f.attribute));
    std::ranges::sort(lines);
    return lines;
}

void for_each_change(
    pg::Connection& connection, const std::vector<Change>& changes,
    const std::function<void(const Change&, const schema::Model&, const schema::Model&)>& look) {
    const auto untouched = catalog::read(connection);
    for (const auto& change : changes) {
        if (change.since > major_version(connection))
            continue;
        CAPTURE(change.given, change.sql);
        connection.run("BEGIN");
        try {
            if (!change.given.empty())
                connection.run_script(change.given);
            const auto before = change.given.empty() ? untouched : catalog::read(connection);
            connection.run_script(change.sql);
            look(change, before, catalog::read(connection));
        } catch (const pg::SqlError& error) {
            FAIL_CHECK(error.message());
        }
        connection.run("ROLLBACK");
    }
}

} // namespace pgmend::test
