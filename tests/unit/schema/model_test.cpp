#include "schema/model.hpp"

#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::schema;

TEST_CASE("every kind has a name of its own and is found by it") {
    for (int i = 0; i <= static_cast<int>(Kind::other); ++i) {
        const auto kind = static_cast<Kind>(i);
        CAPTURE(i, to_string(kind));
        CHECK(kind_from(to_string(kind)) == kind);
    }
    CHECK(kind_from("tabel") == std::nullopt);
}

TEST_CASE("an identity is shown with the parts that it has, quoted where needed") {
    CHECK(display(ObjectId{.kind = Kind::column, .schema = "public", .parent = "t", .name = "links"}) ==
          "public.t.links");
    CHECK(display(ObjectId{.kind = Kind::table, .schema = "My App", .name = "a\"b"}) ==
          "\"My App\".\"a\"\"b\"");
    CHECK(display(ObjectId{.kind = Kind::function, .schema = "s", .name = "f", .signature = "(integer)"}) ==
          "s.f(integer)");
    CHECK(display(ObjectId{
              .kind = Kind::operator_class, .schema = "s", .name = "o", .signature = "USING btree"}) ==
          "s.o USING btree");
    CHECK(display(ObjectId{.kind = Kind::cast, .name = "text AS s.money"}) == "text AS s.money");
}

TEST_CASE("attributes stay sorted however they are set") {
    Object object;
    object.set("type", "integer");
    object.set("default", "0");
    object.set("labels", std::vector<std::string>{"a", "b"});
    object.set("type", "bigint");
    REQUIRE(object.attributes.size() == 3);
    CHECK(object.attributes.front().name == "default");
    CHECK(object.text("type") == "bigint");
    CHECK(object.text("labels").empty());
    CHECK(display(*object.find("labels")) == "[a, b]");
    object.erase("default");
    CHECK(object.find("default") == nullptr);
}

TEST_CASE("what an object depends on does not count when it is compared") {
    auto one = sample::table("t");
    auto other = one;
    other.depends_on.push_back({.kind = Kind::enum_type, .schema = "public", .name = "e"});
    CHECK(one == other);
    other.set("comment", "x");
    CHECK_FALSE(one == other);
}

TEST_CASE("a sorted model finds its objects") {
    const auto model =
        sample::model({sample::table("b"), sample::column("b", "x", "text"), sample::table("a")});
    CHECK(model.find({.kind = Kind::table, .schema = "public", .name = "b"}) != nullptr);
    CHECK(model.find({.kind = Kind::table, .schema = "public", .name = "c"}) == nullptr);
    CHECK(model.objects.front().id.name == "a");
}

TEST_CASE("the order of table columns is informational, that of a composite type is not") {
    CHECK(is_informational({.kind = Kind::column}, "position"));
    CHECK_FALSE(is_informational({.kind = Kind::attribute}, "position"));
    CHECK_FALSE(is_informational({.kind = Kind::column}, "type"));
}

TEST_CASE("a schema can be moved to another, in identities and in qualified names of texts") {
    auto index = sample::index("t", "i", "btree (public.f(x)) WHERE notpublic.g(y) > 'a'");
    auto trigger = Object{.id = {.kind = Kind::trigger, .schema = "public", .parent = "t", .name = "g"},
                          .attributes = {{.name = "definition", .value = "BEFORE INSERT ON public.t"}},
                          .depends_on = {sample::table("t").id}};
    const auto result = moved(sample::model({sample::table("t"), index, trigger}), "public", "Twin");
    const auto* found = result.find({.kind = Kind::index, .schema = "Twin", .parent = "t", .name = "i"});
    REQUIRE(found != nullptr);
    CHECK(found->text("definition") == "btree (\"Twin\".f(x)) WHERE notpublic.g(y) > 'a'");
    const auto* moved_trigger =
        result.find({.kind = Kind::trigger, .schema = "Twin", .parent = "t", .name = "g"});
    REQUIRE(moved_trigger != nullptr);
    CHECK(moved_trigger->text("definition") == "BEFORE INSERT ON \"Twin\".t");
    CHECK(moved_trigger->depends_on.front().schema == "Twin");
    CHECK(moved(result, "Twin", "public") ==
          moved(sample::model({sample::table("t"), index, trigger}), "x", "y"));
}
