#include "schema/versions.hpp"

#include "schema/diff.hpp"

#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::schema;

namespace {

/// The findings between two models of one object whose attribute differs, on servers of two versions.
std::size_t findings(const ObjectId& id, const std::string& attribute, const std::string& expected,
                     int expected_version, const std::string& actual, int actual_version) {
    const auto model = [&](const std::string& value, int version) {
        Object object{.id = id, .attributes = {}, .depends_on = {}};
        if (!value.empty())
            object.set(attribute, value);
        auto made = sample::model({object});
        made.server_version = version;
        return made;
    };
    return diff(model(expected, expected_version), model(actual, actual_version)).findings.size();
}

const ObjectId public_schema{.kind = Kind::schema, .name = "public"};
const ObjectId table{.kind = Kind::table, .schema = "public", .name = "t"};
const ObjectId collation{.kind = Kind::collation, .schema = "public", .name = "c"};

} // namespace

TEST_CASE("what comes with the server's version is no difference, in either direction") {
    CHECK(findings(public_schema, "owner", "postgres", 140000, "pg_database_owner", 150000) == 0);
    CHECK(findings(public_schema, "acl.PUBLIC", "USAGE", 170000, "CREATE, USAGE", 130000) == 0);
    CHECK(findings(table, "acl.postgres", "INSERT, MAINTAIN, SELECT", 180000, "INSERT, SELECT", 160000) == 0);
    CHECK(findings(table, "acl.ann", "", 160000, "MAINTAIN", 170000) == 0);
    CHECK(findings(collation, "locale", "de-u-kn", 150000, "de-u-kn-true", 160000) == 0);
}

TEST_CASE("the same values are a difference on servers of one version, or of versions not known") {
    CHECK(findings(public_schema, "acl.PUBLIC", "USAGE", 140000, "CREATE, USAGE", 140000) == 1);
    CHECK(findings(table, "acl.postgres", "INSERT, MAINTAIN", 170000, "INSERT", 180000) == 1);
    CHECK(findings(table, "acl.postgres", "INSERT, MAINTAIN", 0, "INSERT", 160000) == 1);
    CHECK(findings(collation, "locale", "de-u-kn", 160000, "de-u-kn-true", 170000) == 1);
}

TEST_CASE("other values are a difference whatever the versions are") {
    CHECK(findings(public_schema, "owner", "ann", 150000, "bob", 140000) == 1);
    CHECK(findings(public_schema, "acl.PUBLIC", "USAGE", 140000, "USAGE, CREATE", 160000) == 1);
    CHECK(findings(table, "acl.postgres", "DELETE", 160000, "INSERT, MAINTAIN", 170000) == 1);
    CHECK(findings(table, "acl.ann", "MAINTAIN*", 170000, "SELECT", 160000) == 1);
    CHECK(findings(collation, "locale", "de-u-kn", 150000, "de-u-kn-truely", 160000) == 1);
}
