#include "schema/severity.hpp"

#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::schema;

TEST_CASE("missing things break or slow down by what they are") {
    CHECK(severity_of_missing(sample::table("t")) == Severity::breaking);
    auto index = sample::index("t", "i", "btree (x)");
    CHECK(severity_of_missing(index) == Severity::performance);
    index.set("unique", "yes");
    CHECK(severity_of_missing(index) == Severity::breaking);
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
}

TEST_CASE("a table that nobody expects is more than cosmetic") {
    CHECK(severity_of_unexpected(sample::table("t")) == Severity::behaviour);
    const Object sequence{.id = {.kind = Kind::sequence}, .attributes = {}, .depends_on = {}};
    CHECK(severity_of_unexpected(sequence) == Severity::cosmetic);
}

TEST_CASE("lost integrity is breaking") {
    Object constraint{.id = {.kind = Kind::constraint}, .attributes = {}, .depends_on = {}};
    constraint.set("type", "check");
    CHECK(severity_of_missing(constraint) == Severity::behaviour);
    for (const auto* type : {"primary key", "unique", "foreign key", "exclude"}) {
        constraint.set("type", type);
        CHECK(severity_of_missing(constraint) == Severity::breaking);
        CHECK(severity_of_different(constraint, "definition") == Severity::breaking);
    }
    CHECK(severity_of_different(sample::column("t", "x", "text"), "not_null") == Severity::breaking);
    CHECK(severity_of_different(sample::table("t"), "row_security") == Severity::breaking);
    CHECK(severity_of_different(sample::index("t", "i", "btree (x)"), "unique") == Severity::breaking);
}

TEST_CASE("attributes weigh by what they do") {
    const auto table = sample::table("t");
    CHECK(severity_of_different(table, "comment") == Severity::cosmetic);
    CHECK(severity_of_different(table, "option.fillfactor") == Severity::performance);
    CHECK(severity_of_different(table, "acl.reader") == Severity::behaviour);
    const Object view{.id = {.kind = Kind::view}, .attributes = {}, .depends_on = {}};
    CHECK(severity_of_different(view, "option.security_invoker") == Severity::behaviour);
    CHECK(severity_of_different(sample::column("t", "x", "text"), "type") == Severity::breaking);
    auto index = sample::index("t", "i", "btree (x)");
    CHECK(severity_of_different(index, "definition") == Severity::performance);
    index.set("unique", "yes");
    CHECK(severity_of_different(index, "definition") == Severity::behaviour);
}
