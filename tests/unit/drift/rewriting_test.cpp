#include "drift/rewriting.hpp"

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

const std::string copy = "CREATE TEMPORARY TABLE pgmend_look (LIKE app.\"a t\")";

} // namespace

TEST_CASE("a trigger and a rule are made on the copy instead of their table") {
    CHECK(drift::rewriting(object(Kind::trigger, "definition",
                                  "BEFORE UPDATE ON app.\"a t\" FOR EACH ROW EXECUTE FUNCTION app.f()"),
                           "definition") ==
          Statements{copy, "CREATE TRIGGER pgmend_look_trigger BEFORE UPDATE ON pg_temp.pgmend_look FOR EACH "
                           "ROW EXECUTE FUNCTION app.f()"});
    CHECK(drift::rewriting(object(Kind::rule, "definition", "AS ON DELETE TO app.\"a t\" DO INSTEAD NOTHING"),
                           "definition") ==
          Statements{copy,
                     "CREATE RULE pgmend_look_rule AS ON DELETE TO pg_temp.pgmend_look DO INSTEAD NOTHING"});
}

TEST_CASE("what names another table than its own cannot be made apart from it") {
    CHECK(drift::rewriting(object(Kind::trigger, "definition", "BEFORE UPDATE ON app.other FOR EACH ROW"),
                           "definition")
              .empty());
}

TEST_CASE("only texts that the server writes out are looked at") {
    CHECK_FALSE(drift::rewriting(object(Kind::column, "default", "1"), "default").empty());
    CHECK(drift::rewriting(object(Kind::column, "type", "integer"), "type").empty());
    CHECK(drift::rewriting(object(Kind::column, "default", "1"), "generated").empty());
    auto key = object(Kind::constraint, "definition", "PRIMARY KEY (a)");
    key.set("type", "primary key");
    CHECK(drift::rewriting(key, "definition").empty());
}
