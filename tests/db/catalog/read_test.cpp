#include "catalog/read.hpp"

#include "base/error.hpp"
#include "db/support/example.hpp"
#include "schema/diff.hpp"
#include "schema/snapshot.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace pgmend;
using namespace pgmend::schema;

namespace {

bool mentions(const Model& model, const std::string& text) {
    return to_snapshot(model).find(text) != std::string::npos;
}

std::string error_of(pg::Connection& connection, const catalog::ReadOptions& options, ExitCode code) {
    try {
        catalog::read(connection, options);
    } catch (const Error& error) {
        CHECK(error.code() == code);
        return error.message() + " | " + error.detail();
    }
    return "";
}

} // namespace

TEST_CASE("every kind of object is read from the example") {
    const test::Example example;
    auto connection = example.connect();
    connection.run_script("ALTER ROLE example_reader IN DATABASE \"" + example.database().name() +
                          "\" SET work_mem = '4MB'; GRANT example_owner TO example_reader");
    const auto model = catalog::read(connection, {.cluster = true});
    std::set<Kind> kinds;
    for (const auto& object : model.objects)
        kinds.insert(object.id.kind);
    for (int i = 0; i <= static_cast<int>(Kind::other); ++i) {
        const auto kind = static_cast<Kind>(i);
        CAPTURE(to_string(kind));
        const bool is_newer = kind == Kind::publication_schema && connection.server_version() < 150000;
        CHECK((kind == Kind::tablespace || is_newer || kinds.contains(kind)));
    }
    CHECK(model.server_version == connection.server_version());
    CHECK(model.unreadable.empty());
}

TEST_CASE("the example loaded twice gives the same model, and its snapshot reads back") {
    const test::Example one, other;
    auto first = one.connect();
    auto second = other.connect();
    const auto model = catalog::read(first);
    CHECK(diff(model, catalog::read(second)) == Diff{});
    CHECK(parse_snapshot(to_snapshot(model), "s.json") == model);
}

TEST_CASE("no secret, no temporary table, nothing of the tool's own is in the model") {
    const test::Example example;
    auto connection = example.connect();
    connection.run("CREATE TEMPORARY TABLE gone (x integer)");
    const auto model = catalog::read(connection);
    for (const auto* word : {"never show", "never_show", "alembic", "ledger", "gone", "pg_attver"}) {
        CAPTURE(word);
        CHECK_FALSE(mentions(model, word));
    }
    CHECK(mentions(catalog::read(connection, {.excluded_schemas = {}, .excluded_tables = {}}),
                   "alembic_version"));
    CHECK(mentions(model, "\"fdw_option.password\": \"<redacted>\""));
    CHECK(mentions(model, "host=nowhere password=<redacted>"));
}

TEST_CASE("columns that were dropped leave no trace") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE SCHEMA a; CREATE TABLE a.t (x integer, b integer UNIQUE, c text CHECK (c > ''));"
        "ALTER TABLE a.t DROP COLUMN x; CREATE INDEX i ON a.t (lower(c));"
        "CREATE SCHEMA b; CREATE TABLE b.t (b integer UNIQUE, c text CHECK (c > ''));"
        "CREATE INDEX i ON b.t (lower(c))");
    const auto a = catalog::read(connection, {.schemas = {"a"}});
    const auto b = catalog::read(connection, {.schemas = {"b"}});
    CHECK(a.objects.size() > 5);
    CHECK(diff(moved(a, "a", "b"), b, {.informational = true}) == Diff{});
}

TEST_CASE("what the settings of the session are makes no difference") {
    const test::Example example;
    auto plain = example.connect();
    auto odd = example.connect();
    odd.run_script(
        "SET search_path = app, public; SET TimeZone = 'EST'; SET DateStyle = 'SQL, DMY';"
        "SET quote_all_identifiers = on; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'escape'");
    CHECK(catalog::read(odd) == catalog::read(plain));
    CHECK(odd.run("SHOW search_path").text(0, 0) == "app, public");
}

TEST_CASE("inside a transaction what it has done is seen, and its settings stay as they were") {
    const test::Example example;
    auto connection = example.connect();
    connection.run("BEGIN");
    connection.run("SET LOCAL search_path = app");
    connection.run("CREATE TABLE app.brand_new (x integer)");
    CHECK(mentions(catalog::read(connection), "brand_new"));
    CHECK(connection.run("SHOW search_path").text(0, 0) == "app");
    CHECK(connection.in_transaction());
    connection.run("ROLLBACK");
    CHECK_FALSE(mentions(catalog::read(connection), "brand_new"));
}

TEST_CASE("some relations are read as they are in the whole") {
    const test::Example example;
    auto connection = example.connect();
    const auto whole = catalog::read(connection);
    const auto part = catalog::read(connection, {.schemas = {"app"}, .relations = {"account", "scratch"}});
    CHECK(part.objects.size() > 20);
    CHECK(part.find({.kind = Kind::table, .schema = "app", .name = "scratch"}) != nullptr);
    for (const auto& object : part.objects) {
        CAPTURE(display(object.id));
        const auto* same = whole.find(object.id);
        REQUIRE(same != nullptr);
        CHECK(*same == object);
    }
    CHECK(part.find({.kind = Kind::table, .schema = "app", .name = "payment"}) == nullptr);
}

TEST_CASE("a twin of a table in another schema is equal until it is changed") {
    const test::Example example;
    auto connection = example.connect();
    connection.run_script("CREATE SCHEMA twin; CREATE TABLE twin.scratch (LIKE app.scratch INCLUDING ALL);"
                          "ALTER TABLE twin.scratch SET UNLOGGED;"
                          "ALTER TABLE twin.scratch SET (fillfactor = 70, autovacuum_enabled = false)");
    const auto table = [&](const char* schema) {
        auto model =
            catalog::read(connection, {.schemas = {schema}, .relations = {"scratch"}, .dependencies = false});
        std::erase_if(model.objects, [](const Object& o) { return o.id.kind == Kind::sequence; });
        return model;
    };
    // The default goes on drawing from the sequence of the original.
    const auto original = table("app");
    const auto same = diff(original, moved(table("twin"), "twin", "app"));
    CHECK(same == Diff{});
    connection.run("ALTER TABLE twin.scratch ALTER COLUMN v TYPE varchar(10)");
    const auto findings = diff(original, moved(table("twin"), "twin", "app")).findings;
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].attribute == "type");
}

TEST_CASE("a role without rights reads the schema and is told what it could not read") {
    const test::Example example;
    auto superuser = example.connect();
    auto plain = example.connect();
    plain.run("SET ROLE example_reader");
    const auto model = catalog::read(plain);
    const std::vector<Unreadable> expected{
        {.object = {.kind = Kind::user_mapping, .parent = "files", .name = "public"},
         .attribute = "fdw_option.*"},
        {.object = {.kind = Kind::subscription, .name = "elsewhere"}, .attribute = "connection"}};
    CHECK(model.unreadable == expected);
    const auto result = diff(catalog::read(superuser), model);
    CHECK(result.findings.empty());
    CHECK(result.undecided.size() == 2);
}

TEST_CASE("a lock that is not obtained is an error that names the relation") {
    const test::Example example;
    auto holder = example.connect();
    auto reader = example.connect();
    holder.run("BEGIN");
    holder.run("LOCK TABLE app.account IN ACCESS EXCLUSIVE MODE");
    const auto text =
        error_of(reader, {.lock_timeout = std::chrono::milliseconds(50)}, ExitCode::lock_timeout);
    CHECK(text.find("app.account (pid " + std::to_string(holder.backend_pid()) + ")") != std::string::npos);
    holder.run("ROLLBACK");
    CHECK_FALSE(reader.in_transaction());
    CHECK(catalog::read(reader).objects.size() > 100);
}

TEST_CASE("a schema that keeps changing cannot be told") {
    const test::Example example;
    std::atomic<bool> stop = false;
    std::thread changer([&] {
        auto connection = example.connect();
        for (int i = 0; !stop; ++i)
            connection.run(fmt::format("ALTER TABLE app.parent_a ALTER COLUMN a SET DEFAULT {}", i));
    });
    auto reader = example.connect();
    const auto text = error_of(reader, {.attempts = 2}, ExitCode::failed);
    stop = true;
    changer.join();
    CHECK(text.find("it changed while it was read") != std::string::npos);
    CHECK(catalog::read(reader).objects.size() > 100);
}

TEST_CASE("temporary tables of others do not count as changes") {
    const test::Example example;
    std::atomic<bool> stop = false;
    std::thread changer([&] {
        auto connection = example.connect();
        while (!stop)
            connection.run_script("CREATE TEMPORARY TABLE busy (x serial, y text); DROP TABLE busy");
    });
    auto reader = example.connect();
    const auto count = catalog::read(reader, {.attempts = 1}).objects.size();
    stop = true;
    changer.join();
    CHECK(count > 100);
}

TEST_CASE("transactions of others that change no definition do not count as changes") {
    const test::Example example;
    example.connect().run("CREATE TABLE app.written (x integer)");
    std::atomic<bool> stop = false;
    std::thread writer([&] {
        auto connection = example.connect();
        while (!stop)
            connection.run("INSERT INTO app.written VALUES (1)");
    });
    auto reader = example.connect();
    std::size_t least = 1000;
    for (int i = 0; i < 10; ++i)
        least = std::min(
            least, catalog::read(reader, {.attempts = 1}, [&] { return example.connect(); }).objects.size());
    stop = true;
    writer.join();
    CHECK(least > 100);
}

TEST_CASE("two connections read what one reads") {
    const test::Example example;
    auto reader = example.connect();
    const auto alone = catalog::read(reader);
    int opened = 0;
    const auto together = catalog::read(reader, {}, [&] {
        ++opened;
        return example.connect();
    });
    CHECK(opened == 1);
    CHECK(together == alone);
    for (std::size_t i = 0; i < alone.objects.size(); ++i)
        CHECK(together.objects[i].depends_on == alone.objects[i].depends_on);
}

TEST_CASE("a second connection that is not to be had is done without") {
    const test::Example example;
    auto reader = example.connect();
    const auto alone = catalog::read(reader);
    auto elsewhere = example.database().dsn();
    elsewhere.parameters["port"] = "1";
    const catalog::Helper helper = [&] { return pg::Connection::open(elsewhere); };
    CHECK(catalog::read(reader, {.attempts = 1}, helper) == alone);
    // Inside a transaction another one could not see what that has done.
    reader.run("BEGIN");
    CHECK(catalog::read(reader, {.attempts = 1}, helper) == alone);
    reader.run("ROLLBACK");
}

TEST_CASE("what keeps the second connection waiting is named") {
    const test::Example example;
    auto holder = example.connect();
    auto reader = example.connect();
    holder.run("CREATE TABLE app.checked (x integer CHECK (x > 0))"); // nothing but its check locks it
    const auto alone = catalog::read(reader);
    holder.run("BEGIN");
    holder.run("LOCK TABLE app.checked IN ACCESS EXCLUSIVE MODE");
    const catalog::Helper helper = [&] { return example.connect(); };
    const auto read = [&] { catalog::read(reader, {.lock_timeout = std::chrono::milliseconds(50)}, helper); };
    CHECK_THROWS_MATCHES(read(), Error, Catch::Matchers::Predicate<Error>([](const Error& error) {
                             return error.code() == ExitCode::lock_timeout &&
                                    error.detail().find("app.checked") != std::string::npos;
                         }));
    holder.run("ROLLBACK");
    CHECK(catalog::read(reader, {}, helper) == alone);
}
