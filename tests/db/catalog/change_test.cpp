#include "catalog/read.hpp"

#include "db/catalog/changes.hpp"
#include "db/support/example.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::schema;

namespace {

/// The kind of object, with the attribute or what happened to the whole, that a finding is about.
std::string about(const Finding& finding) {
    return std::string(to_string(finding.object.kind)) + ' ' +
           (finding.attribute.empty() ? std::string(to_string(finding.change)) : finding.attribute);
}

} // namespace

TEST_CASE("each change to a schema is found and named right, and nothing else is") {
    const test::Example example;
    auto connection = example.connect();
    connection.run_script("SET allow_system_table_mods = on; SET client_min_messages = error");
    const auto before = catalog::read(connection);
    std::set<std::string> found;
    test::for_each_change(connection, test::load_changes(),
                          [&](const test::Change& change, const Model& given, const Model& after) {
                              const auto result = diff(given, after);
                              CHECK(test::finding_lines(result) == change.findings);
                              for (const auto& finding : result.findings)
                                  found.insert(about(finding));
                          });
    UNSCOPED_INFO(found.size());
    CHECK(found.size() >= 200);
    CHECK(catalog::read(connection) == before);
}
