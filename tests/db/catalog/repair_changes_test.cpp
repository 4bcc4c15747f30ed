// Each change of changes.sql, taken back by the SQL that turns the one model into the other.

#include "catalog/read.hpp"
#include "db/catalog/changes.hpp"
#include "db/support/example.hpp"
#include "schema/statements.hpp"

#include <map>
#include <set>

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

/// What no statement can reach: an entry of the catalog that was written by hand.
bool is_out_of_reach(const test::Change& change) {
    return change.sql.find("UPDATE pg_") != std::string::npos;
}

/// What PostgreSQL has no statement for; docs/drift.md tells of it.
const std::map<std::string, std::string>& left_with_reason() {
    static const std::string own =
        "a column that has become the table's own is never again an inherited one only";
    static const std::string servers =
        "PostgreSQL refuses changes in its own schemas (allow_system_table_mods)";
    static const std::map<std::string, std::string> list{
        {"column app.child.a different inherited", own},
        {"column app.child.b different inherited", own},
        {"table app.child different inherits", "the order of the parents: letting one go and inheriting it "
                                               "again makes its columns the table's own"},
        {"subscription elsewhere different connection", "its password is in no model"},
        {"other function pg_catalog.pgmend_example() different hash", servers},
        {"other function pg_catalog.pgmend_example() missing", servers},
    };
    return list;
}

/// What is still different after the statements from `after` to `before`, or the error of one.
std::vector<std::string> left(pg::Connection& connection, const schema::Model& before,
                              const schema::Script& script) {
    std::string text;
    for (const auto& statement : script.statements)
        text += statement.sql + ";\n";
    try {
        if (!text.empty())
            connection.run_script(text);
        return test::finding_lines(schema::diff(before, catalog::read(connection)));
    } catch (const pg::SqlError& error) {
        return {error.message() + "\n" + text};
    }
}

} // namespace

TEST_CASE("changes to a schema are taken back by the statements from the one model to the other") {
    const test::Example example;
    auto connection = example.connect();
    connection.run_script("SET allow_system_table_mods = on; SET client_min_messages = error");
    connection.run_script("SET check_function_bodies = off");
    std::size_t mended = 0;
    std::set<std::string> reasons;
    const auto look = [&](const test::Change& change, const schema::Model& before,
                          const schema::Model& after) {
        if (is_out_of_reach(change))
            return;
        const auto script = schema::statements(after, before, {.online = false});
        const auto rest = left(connection, before, script);
        mended += rest.empty() ? 1 : 0;
        for (const auto& line : rest) {
            INFO(line);
            CHECK(left_with_reason().contains(line));
            reasons.insert(line);
        }
        if (!rest.empty())
            CHECK(script.impossible.size() + script.remarks.size() > 0); // what stays is said
    };
    test::for_each_change(connection, test::load_changes(), look);
    CHECK(mended >= 290);
    CHECK(reasons.size() == left_with_reason().size());
}
