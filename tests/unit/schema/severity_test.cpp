#include "schema/severity.hpp"

#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::schema;

TEST_CASE("missing things break or slow down by what they are") {
    CHECK(severity_of_missing(sample::table("t")) == Severity::breaking);
    auto index = sample::index("t", "i", "btree (x)");
    CHECK(severity_of_missing(index) == Severity::performance);
    index.set("unique", "yes");
    CHECK(severity_of_missing(index) == Severity::behaviour);
    CHECK(severity_of_missing({.id = {.kind = Kind::policy}, .attributes = {}, .depends_on = {}}) ==
          Severity::behaviour);
}

TEST_CASE("an unexpected column breaks those who insert when it must be given a value") {
    auto column = sample::column("t", "x", "text");
    CHECK(severity_of_unexpected(column) == Severity::behaviour);
    column.set("not_null", "yes");
    CHECK(severity_of_unexpected(column) == Severity::breaking);
    column.set("default", "''");
    CHECK(severity_of_unexpected(column) == Severity::behaviour);
    CHECK(severity_of_unexpected(sample::table("t")) == Severity::cosmetic);
}

TEST_CASE("attributes weigh by what they do") {
    const auto table = sample::table("t");
    CHECK(severity_of_different(table, "comment") == Severity::cosmetic);
    CHECK(severity_of_different(table, "option.fillfactor") == Severity::performance);
    CHECK(severity_of_different(table, "acl.reader") == Severity::behaviour);
    CHECK(severity_of_different(table, "row_security") == Severity::behaviour);
    const Object view{.id = {.kind = Kind::view}, .attributes = {}, .depends_on = {}};
    CHECK(severity_of_different(view, "option.security_invoker") == Severity::behaviour);
    CHECK(severity_of_different(sample::column("t", "x", "text"), "type") == Severity::breaking);
    auto index = sample::index("t", "i", "btree (x)");
    CHECK(severity_of_different(index, "definition") == Severity::performance);
    index.set("unique", "yes");
    CHECK(severity_of_different(index, "definition") == Severity::behaviour);
}
