#include "catalog/canonical_ddl.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using schema::Kind;
using Statements = std::vector<std::string>;

namespace {

schema::Object object(Kind kind, const std::string& attribute, const std::string& text) {
    return {.id = {.kind = kind, .schema = "app", .parent = "a t", .name = "n"},
            .attributes = {{.name = attribute, .value = text}},
            .depends_on = {}};
}

const std::string copy = "CREATE TEMPORARY TABLE pgmend_canonical (LIKE app.\"a t\")";

} // namespace

TEST_CASE("a trigger and a rule are made on the copy instead of their table") {
    CHECK(catalog::canonical_ddl(object(Kind::trigger, "definition",
                                        "BEFORE UPDATE ON app.\"a t\" FOR EACH ROW EXECUTE FUNCTION app.f()"),
                                 "definition") ==
          Statements{
              copy,
              "CREATE TRIGGER pgmend_canonical_trigger BEFORE UPDATE ON pg_temp.pgmend_canonical FOR EACH "
              "ROW EXECUTE FUNCTION app.f()"});
    CHECK(
        catalog::canonical_ddl(
            object(Kind::rule, "definition", "AS ON DELETE TO app.\"a t\" DO INSTEAD NOTHING"),
            "definition") ==
        Statements{
            copy,
            "CREATE RULE pgmend_canonical_rule AS ON DELETE TO pg_temp.pgmend_canonical DO INSTEAD NOTHING"});
}

TEST_CASE("what names another table than its own cannot be made apart from it") {
    CHECK(catalog::canonical_ddl(
              object(Kind::trigger, "definition", "BEFORE UPDATE ON app.other FOR EACH ROW"), "definition")
              .empty());
}

TEST_CASE("only texts that the server writes out are looked at") {
    CHECK_FALSE(catalog::canonical_ddl(object(Kind::column, "default", "1"), "default").empty());
    CHECK(catalog::canonical_ddl(object(Kind::column, "type", "integer"), "type").empty());
    CHECK(catalog::canonical_ddl(object(Kind::column, "default", "1"), "generated").empty());
    auto key = object(Kind::constraint, "definition", "PRIMARY KEY (a)");
    key.set("type", "primary key");
    CHECK(catalog::canonical_ddl(key, "definition").empty());
}
