#include "diagnose/causes.hpp"
#include "diagnose/journal.hpp"
#include "diagnose/patterns.hpp"
#include "statement/normalise.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

using namespace pgmend;
using namespace pgmend::diagnose;

namespace {

pg::SqlError duplicate(const std::string& value) {
    return {{.severity = "ERROR",
             .sqlstate = "23505",
             .message = "duplicate key value violates unique constraint \"t_pkey\"",
             .detail = "Key (a)=(" + value + ") already exists.",
             .schema = "public",
             .table = "t",
             .constraint = "t_pkey"},
            "INSERT INTO t VALUES ('" + value + "', $1)",
            {},
            false};
}

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("pgmend-journal-" + std::to_string(::getpid()));
    Folder() { std::filesystem::create_directories(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path); }
};

} // namespace

TEST_CASE("no value gets into the journal unless that is asked for") {
    const pg::Parameters parameters("hunter2", std::nullopt, 12);
    const auto error = duplicate("hunter2");
    const pg::Failure failure{.error = error, .parameters = &parameters};
    const auto hidden = journal_line(failure, {.command = "test"}, "2025-01-01T00:00:00.000Z");
    CHECK(hidden.find("hunter2") == std::string::npos);
    const auto json = nlohmann::json::parse(hidden);
    CHECK(json["parameters"] == nlohmann::json{"7 bytes, text", "null", "2 bytes, number"});
    CHECK(json["detail"] == "Key (a)=(…) already exists.");
    CHECK(json["constraint"] == "t_pkey");
    const auto shown = nlohmann::json::parse(
        journal_line(failure, {.command = "test", .log_parameters = true}, "2025-01-01T00:00:00.000Z"));
    CHECK(shown["parameters"][0] == "hunter2");
    CHECK(shown["sql"] == error.statement());
}

TEST_CASE("a statement's constants are hidden, also in one that no parser takes") {
    CHECK(statement::normalised("SELECT 'secret', 12 FROM t") == "SELECT $1, $2 FROM t");
    CHECK(statement::normalised("SELEC 'secret' FROM t1 WHERE a = 12 AND b = $$secret$$") ==
          "SELEC ? FROM t1 WHERE a = ? AND b = ?");
    CHECK(statement::normalised("SELEC 'never closed") == "SELEC ?");
    CHECK(statement::normalised("ALTER ROLE r PASSWORD 'secret'").find("secret") == std::string::npos);
    CHECK(statement::fingerprint("SELECT 1") == statement::fingerprint("select  2"));
    CHECK(statement::fingerprint("SELECT 1") != statement::fingerprint("SELECT 1 FROM t"));
}

TEST_CASE("a journal is its owner's, put aside when it is large, and read back by patterns") {
    const Folder folder;
    const auto path = (folder.path / "journal").string();
    std::ofstream(path) << "";
    std::filesystem::permissions(path, std::filesystem::perms(0644));
    Journal journal({.path = path, .command = "test", .max_bytes = 2000, .kept = 2});
    for (int i = 0; i < 30; ++i) {
        const auto error = duplicate(std::to_string(i));
        journal.write({.error = error});
    }
    using std::filesystem::perms;
    for (const auto& file : {path, path + ".1"})
        CHECK((std::filesystem::status(file).permissions() & (perms::group_all | perms::others_all)) ==
              perms::none);
    CHECK(std::filesystem::exists(path + ".1"));
    CHECK(std::filesystem::exists(path + ".2"));
    CHECK_FALSE(std::filesystem::exists(path + ".3"));
    const auto diagnosis = read_journals({path, path + ".1"}, "");
    REQUIRE(diagnosis.patterns.size() == 1);
    CHECK(diagnosis.patterns[0].count == diagnosis.entries);
    CHECK(diagnosis.patterns[0].object == "public.t (constraint t_pkey)");
    CHECK(diagnosis.patterns[0].kind == "race");
    CHECK(read_journals({path}, "2999").entries == 0);
}

TEST_CASE("a statement refused after a failure counts for that failure, not as one of its own") {
    const Folder folder;
    const auto path = (folder.path / "journal").string();
    Journal journal({.path = path, .command = "test"});
    const auto first = duplicate("1");
    const pg::SqlError after({.sqlstate = "25P02", .message = "current transaction is aborted"}, "SELECT 1",
                             {}, false);
    journal.write({.error = first});
    journal.write({.error = after, .first_error = &first});
    std::ofstream(path, std::ios::app) << "no entry\n";
    const auto diagnosis = read_journals({path}, "");
    REQUIRE(diagnosis.patterns.size() == 1);
    CHECK(diagnosis.patterns[0].sqlstate == "23505");
    CHECK(diagnosis.patterns[0].count == 1);
    CHECK(diagnosis.patterns[0].followed == 1);
    CHECK(diagnosis.unreadable == 1);
}

TEST_CASE("every SQLSTATE has a cause: its own, its class's, or none that is known") {
    CHECK(cause_of("23503").kind == "data");
    CHECK(cause_of("23999").kind == "data");
    CHECK(cause_of("40P01").cause == "deadlock");
    CHECK(cause_of("").kind == "connection");
    CHECK(cause_of("ZZ000").kind == "unknown");
}
