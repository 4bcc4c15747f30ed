#include "schema/statements.hpp"

#include "unit/schema/sample.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace pgmend::schema;
using sample::column;
using sample::index;
using sample::model;
using sample::table;

namespace {

using Texts = std::vector<std::string>;

Texts texts(const Script& script) {
    Texts list;
    for (const auto& statement : script.statements)
        list.push_back(statement.sql);
    return list;
}

Texts between(std::vector<Object> from, std::vector<Object> to, StatementOptions options = {.role = "ann"}) {
    return texts(statements(model(std::move(from)), model(std::move(to)), options));
}

Object view(const std::string& name, const std::string& definition, std::vector<ObjectId> needs) {
    return {.id = {.kind = Kind::view, .schema = "public", .name = name},
            .attributes = {{.name = "definition", .value = definition}, {.name = "owner", .value = "ann"}},
            .depends_on = std::move(needs)};
}

Object constraint(const std::string& table, const std::string& name, const std::string& type,
                  const std::string& definition, std::vector<ObjectId> needs = {}) {
    return {.id = {.kind = Kind::constraint, .schema = "public", .parent = table, .name = name},
            .attributes = {{.name = "definition", .value = definition}, {.name = "type", .value = type}},
            .depends_on = std::move(needs)};
}

Object function(const std::string& name, const std::string& body) {
    Object object{.id = {.kind = Kind::function, .schema = "public", .name = name, .signature = "()"},
                  .attributes = {},
                  .depends_on = {}};
    object.set("arguments", "");
    object.set("result", "integer");
    object.set("language", "sql");
    object.set("body", body);
    object.set("owner", "ann");
    return object;
}

Object enumeration(const std::string& name, Texts labels) {
    Object object{.id = {.kind = Kind::enum_type, .schema = "public", .name = name},
                  .attributes = {},
                  .depends_on = {}};
    object.set("labels", std::move(labels));
    object.set("owner", "ann");
    return object;
}

std::size_t place(const Texts& list, const std::string& begin) {
    const auto found = std::ranges::find_if(list, [&](const auto& sql) { return sql.starts_with(begin); });
    REQUIRE(found != list.end());
    return static_cast<std::size_t>(found - list.begin());
}

} // namespace

TEST_CASE("equal models need no statement") {
    const auto a = model({table("t"), column("t", "x", "text")});
    CHECK(statements(a, a) == Script{});
}

TEST_CASE("a new table comes with its columns, in their order, and its checks") {
    auto id = column("t", "id", "integer", 2);
    id.set("not_null", "yes");
    CHECK(between({}, {table("t"), column("t", "x", "text", 1), id,
                       constraint("t", "above", "check", "CHECK ((id > 0))")}) ==
          Texts{"CREATE TABLE public.t (\n    x text,\n    id integer NOT NULL,\n"
                "    CONSTRAINT above CHECK ((id > 0))\n)"});
}

TEST_CASE("an owner is said unless it is who runs the statements") {
    CHECK(between({}, {table("t")}, {.role = "bob"}) ==
          Texts{"CREATE TABLE public.t ()", "ALTER TABLE public.t OWNER TO ann"});
    CHECK(only_owner(model({table("t")}), model({table("u")})) == "ann");
    auto other = table("u");
    other.set("owner", "bob");
    CHECK(only_owner(model({table("t")}), model({other})).empty());
}

TEST_CASE("what loses data is marked") {
    const auto script =
        statements(model({table("t"), column("t", "x", "text"), column("t", "n", "bigint", 2), table("u")}),
                   model({table("t"), column("t", "n", "integer", 2)}), {.role = "ann"});
    REQUIRE(script.statements.size() == 3);
    for (const auto& statement : script.statements)
        CHECK_FALSE(statement.data_loss.empty());
    CHECK(script.statements[0].lock.starts_with("ACCESS EXCLUSIVE on public."));
}

TEST_CASE("a wider type loses nothing") {
    const auto script = statements(model({table("t"), column("t", "n", "integer")}),
                                   model({table("t"), column("t", "n", "bigint")}));
    REQUIRE(script.statements.size() == 1);
    CHECK(script.statements[0].sql == "ALTER TABLE public.t ALTER COLUMN n TYPE bigint");
    CHECK(script.statements[0].data_loss.empty());
}

TEST_CASE("views over a column that changes its type go first and come again, with views over them") {
    const auto x = column("t", "x", "text").id;
    const auto one = view("one", " SELECT t.x\n   FROM t;", {x});
    const auto two = view("two", " SELECT one.x\n   FROM one;", {one.id});
    const auto list = between({table("t"), column("t", "x", "text"), one, two},
                              {table("t"), column("t", "x", "integer"), one, two});
    CHECK(list == Texts{"DROP VIEW public.two", "DROP VIEW public.one",
                        "ALTER TABLE public.t ALTER COLUMN x TYPE integer USING x::integer",
                        "CREATE VIEW public.one AS\nSELECT t.x\n   FROM t",
                        "CREATE VIEW public.two AS\nSELECT one.x\n   FROM one"});
}

TEST_CASE("foreign keys of new tables come after both tables") {
    const auto list = between(
        {}, {table("a"), column("a", "b", "integer"), table("b"), column("b", "a", "integer"),
             constraint("a", "to_b", "foreign key", "FOREIGN KEY (b) REFERENCES b(a)", {table("b").id}),
             constraint("b", "to_a", "foreign key", "FOREIGN KEY (a) REFERENCES a(b)", {table("a").id})});
    CHECK(place(list, "ALTER TABLE public.a ADD") > place(list, "CREATE TABLE public.b"));
    CHECK(place(list, "ALTER TABLE public.b ADD") > place(list, "CREATE TABLE public.a"));
}

TEST_CASE("of two tables that point to each other a key goes before them") {
    const auto list =
        between({table("a"), column("a", "b", "integer"), table("b"), column("b", "a", "integer"),
                 constraint("a", "to_b", "foreign key", "FOREIGN KEY (b) REFERENCES b(a)", {table("b").id}),
                 constraint("b", "to_a", "foreign key", "FOREIGN KEY (a) REFERENCES a(b)", {table("a").id})},
                {});
    REQUIRE(list.size() == 3);
    CHECK(list[0].find("DROP CONSTRAINT") != std::string::npos);
}

TEST_CASE("a constraint on a table with rows is added in two steps, an index beside the writers") {
    const auto before = {table("t"), column("t", "x", "integer")};
    std::vector<Object> after = before;
    after.push_back(constraint("t", "above", "check", "CHECK ((x > 0))"));
    after.push_back(index("t", "i", "btree (x) WHERE (x > 1)"));
    after.back().set("option.fillfactor", "70");
    const auto script = statements(model(before), model(after), {.role = "ann"});
    CHECK(
        texts(script) ==
        Texts{
            "ALTER TABLE public.t ADD CONSTRAINT above CHECK ((x > 0)) NOT VALID",
            "ALTER TABLE public.t VALIDATE CONSTRAINT above",
            "CREATE INDEX CONCURRENTLY i ON public.t USING btree (x) WITH (fillfactor='70') WHERE (x > 1)"});
    CHECK(script.statements[0].in_transaction);
    CHECK_FALSE(script.statements[2].in_transaction);
    CHECK(between(before, after, {.online = false, .role = "ann"}).size() == 2);
}

TEST_CASE("a unique constraint on a table with rows takes over an index") {
    const auto before = {table("t"), column("t", "x", "integer")};
    std::vector<Object> after = before;
    after.push_back(constraint("t", "once", "unique", "UNIQUE NULLS NOT DISTINCT (x) DEFERRABLE"));
    CHECK(between(before, after) ==
          Texts{"CREATE UNIQUE INDEX CONCURRENTLY once ON public.t (x) NULLS NOT DISTINCT",
                "ALTER TABLE public.t ADD CONSTRAINT once UNIQUE USING INDEX once DEFERRABLE"});
}

TEST_CASE("a new label is added in its place, outside a transaction") {
    const auto script =
        statements(model({enumeration("e", {"a", "c"})}), model({enumeration("e", {"a", "b", "c"})}));
    REQUIRE(texts(script) == Texts{"ALTER TYPE public.e ADD VALUE 'b' AFTER 'a'"});
    CHECK_FALSE(script.statements[0].in_transaction);
}

TEST_CASE("a type that loses a label is made anew, and its columns move over") {
    auto x = column("t", "x", "public.e");
    x.depends_on = {enumeration("e", {}).id};
    CHECK(between({enumeration("e", {"a", "b"}), table("t"), x}, {enumeration("e", {"a"}), table("t"), x}) ==
          Texts{"ALTER TYPE public.e RENAME TO e__old", "CREATE TYPE public.e AS ENUM ('a')",
                "ALTER TABLE public.t ALTER COLUMN x TYPE public.e USING x::text::public.e",
                "DROP TYPE public.e__old"});
}

TEST_CASE("a function is replaced, and only when more than its comment differs") {
    auto commented = function("f", "SELECT 1");
    commented.set("comment", "it's one");
    CHECK(between({function("f", "SELECT 1")}, {commented}) ==
          Texts{"COMMENT ON FUNCTION public.f() IS 'it''s one'"});
    CHECK(between({function("f", "SELECT 1")}, {function("f", "SELECT $$2$$")}) ==
          Texts{"CREATE OR REPLACE FUNCTION public.f() RETURNS integer LANGUAGE sql\n"
                "AS $function$SELECT $$2$$$function$"});
}

TEST_CASE("a default goes before the function that it calls comes again") {
    auto x = column("t", "x", "integer");
    x.set("default", "public.f()");
    x.depends_on = {function("f", "").id};
    auto other = function("f", "SELECT 1");
    other.set("result", "bigint");
    const auto list = between({function("f", "SELECT 1"), table("t"), x}, {other, table("t"), x});
    CHECK(list.front() == "ALTER TABLE public.t ALTER COLUMN x DROP DEFAULT");
    CHECK(list.back() == "ALTER TABLE ONLY public.t ALTER COLUMN x SET DEFAULT public.f()");
    CHECK(list.size() == 4);
}

TEST_CASE("privileges are granted and revoked one by one") {
    auto before = table("t");
    before.set("acl.reader", "INSERT, SELECT");
    before.set("acl.writer", "SELECT");
    auto after = table("t");
    after.set("acl.reader", "SELECT");
    after.set("acl.PUBLIC", "SELECT*");
    CHECK(between({before}, {after}) == Texts{"GRANT SELECT ON TABLE public.t TO PUBLIC WITH GRANT OPTION",
                                              "REVOKE INSERT ON TABLE public.t FROM reader",
                                              "REVOKE SELECT ON TABLE public.t FROM writer"});
}

TEST_CASE("the order of columns, which is no drift, is remarked on") {
    const auto script =
        statements(model({table("t"), column("t", "a", "text", 1), column("t", "b", "text", 2)}),
                   model({table("t"), column("t", "a", "text", 2), column("t", "b", "text", 1)}));
    CHECK(script.statements.empty());
    CHECK(script.impossible.empty());
    CHECK(script.remarks == Texts{"the order of the columns of public.t is not changed"});
}

TEST_CASE("a secret that is not known is left out and said") {
    Object mapping{
        .id = {.kind = Kind::user_mapping, .parent = "s", .name = "ann"}, .attributes = {}, .depends_on = {}};
    mapping.set("fdw_option.password", "<redacted>");
    mapping.set("fdw_option.user", "ann");
    const auto script = statements(model({}), model({mapping}));
    CHECK(texts(script) == Texts{"CREATE USER MAPPING FOR ann SERVER s OPTIONS (\"user\" 'ann')"});
    CHECK(script.impossible.size() == 1);
}
