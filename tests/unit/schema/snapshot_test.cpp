#include "schema/snapshot.hpp"

#include "base/error.hpp"
#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::schema;

namespace {

Model small_model() {
    auto function =
        Object{.id = {.kind = Kind::function, .schema = "public", .name = "f", .signature = "(integer)"},
               .attributes = {{.name = "body", .value = "BEGIN\n  RETURN \"x\";\n\nEND"}},
               .depends_on = {}};
    auto type =
        Object{.id = {.kind = Kind::enum_type, .schema = "public", .name = "farbe"},
               .attributes = {{.name = "labels", .value = std::vector<std::string>{"röt", "a,\"b\""}}},
               .depends_on = {}};
    auto table = sample::table("t");
    table.depends_on = {type.id, function.id};
    auto schema = Object{.id = {.kind = Kind::schema, .name = "public"}, .attributes = {}, .depends_on = {}};
    auto model = sample::model({table, function, type, schema});
    model.unreadable = {{.object = {.kind = Kind::subscription, .name = "s"}, .attribute = "connection"}};
    model.server_version = 150004;
    return model;
}

UsageError error_of(const std::string& text) {
    try {
        parse_snapshot(text, "s.json");
    } catch (const UsageError& error) {
        return error;
    }
    FAIL("no error came of: " << text);
    throw std::logic_error("unreachable");
}

const std::string head = "{\"pgmend_snapshot\": 1,\n\"objects\": [\n";

} // namespace

TEST_CASE("a snapshot reads back as the model that was written") {
    const auto model = small_model();
    const auto back = parse_snapshot(to_snapshot(model), "s.json");
    CHECK(back == model);
    CHECK(back.server_version == 150004);
    CHECK(to_snapshot(back) == to_snapshot(model));
    const auto* table = back.find({.kind = Kind::table, .schema = "public", .name = "t"});
    REQUIRE(table != nullptr);
    CHECK(table->depends_on.size() == 2);
}

TEST_CASE("an empty model is a snapshot too") {
    CHECK(parse_snapshot(to_snapshot(Model{}), "s.json") == Model{});
}

TEST_CASE("each attribute, and each line of a long text, has a line of the snapshot to itself") {
    const auto text = to_snapshot(small_model());
    CHECK(text.find("\n    \"labels\": [\"röt\", \"a,\\\"b\\\"\"]\n") != std::string::npos);
    CHECK(text.find("\n      \"  RETURN \\\"x\\\";\",\n      \"\",\n      \"END\"\n    ]}\n") !=
          std::string::npos);
}

TEST_CASE("errors in a snapshot name the file and the line") {
    CHECK(error_of(head + "{\"kind\": \"tabel\", \"name\": \"t\"}]}").location() ==
          SourceLocation{.file = "s.json", .line = 3});
    CHECK(error_of(head + "{\"kind\": \"table\"}]}").message() == "an object without \"kind\" or \"name\"");
    const auto typo = error_of(head + "{\"kind\": \"table\", \"nmae\": \"t\"}]}");
    CHECK(typo.message() == "unknown key \"nmae\"; did you mean 'name'?");
    CHECK(
        error_of(head +
                 "{\"kind\": \"table\", \"name\": \"t\",\n\"attributes\": {\n\"a\": \"1\",\n\"a\": \"2\"}}]}")
            .location()
            .line == 6);
    CHECK(error_of(head + "{\"kind\": \"table\", \"name\": \"t\"").location().line == 3);
    CHECK(error_of("{}").message() == "not a snapshot: the key \"pgmend_snapshot\" is missing");
    CHECK(error_of("{\"pgmend_snapshot\": 99}").message() ==
          "snapshot format 99 is not supported; the latest supported format is 1");
    CHECK(error_of(head + "{\"kind\": \"table\", \"name\": \"t\"},\n{\"kind\": \"table\", \"name\": \"t\"}]}")
              .message() == "duplicate table t");
    CHECK(error_of("[]").code() == ExitCode::usage);
}

TEST_CASE("a snapshot that cannot be read says how to make one") {
    CHECK_THROWS_AS(load_snapshot("/nonexistent/schema.json"), UsageError);
}
