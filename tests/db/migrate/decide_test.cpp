#include "db/migrate/decide_cases.hpp"
#include "db/support/database.hpp"
#include "pg/transaction.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("a constraint that is there NOT VALID is validated") {
    const test::Database database;
    auto connection = database.connect();
    const auto sql = [&](const std::string& wanted, const std::string& there) {
        const pg::Transaction transaction(connection);
        test::make_base(connection);
        for (const auto& statement : statement::split(there, {}))
            connection.run(statement.sql);
        const auto statements = statement::split(wanted, {});
        const auto decision = test::judged(connection, statements);
        CHECK(migrate::to_string(decision.action) == "run");
        return decision.sql.empty() ? std::string() : decision.sql.front();
    };
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)",
              "ALTER TABLE t ADD CONSTRAINT k CHECK ((a) > 0) NOT VALID") ==
          "ALTER TABLE t VALIDATE CONSTRAINT k");
    CHECK(sql("ALTER TABLE public.t ADD CONSTRAINT \"K\" FOREIGN KEY (a) REFERENCES p",
              "ALTER TABLE t ADD CONSTRAINT \"K\" FOREIGN KEY (a) REFERENCES p NOT VALID") ==
          "ALTER TABLE t VALIDATE CONSTRAINT \"K\"");
    CHECK(sql("ALTER TABLE t ADD CHECK (a > 0)",
              "ALTER TABLE t ADD CHECK (a < 9); "
              "ALTER TABLE t ADD CHECK (a > 0) NOT VALID") == "ALTER TABLE t VALIDATE CONSTRAINT t_a_check1");
}

TEST_CASE("the check that a stopped run has left behind goes with SET NOT NULL") {
    const test::Database database;
    auto connection = database.connect();
    const pg::Transaction transaction(connection);
    connection.run("CREATE TABLE t (a int)");
    connection.run("ALTER TABLE t ADD CONSTRAINT t_a_not_null_pgmend CHECK (a IS NOT NULL)");
    const auto statements = statement::split("ALTER TABLE t ALTER a SET NOT NULL", {});
    const auto decision = test::judged(connection, statements);
    CHECK(decision.sql ==
          Texts{"ALTER TABLE t ALTER a SET NOT NULL", "ALTER TABLE t DROP CONSTRAINT t_a_not_null_pgmend"});
    const auto safe = statement::split("ALTER TABLE t ALTER a SET NOT NULL; "
                                       "ALTER TABLE t DROP CONSTRAINT t_a_not_null_pgmend",
                                       {});
    CHECK(test::judged(connection, safe).sql.empty());
}

TEST_CASE("the checks that a stopped run has left behind go with the primary key") {
    const test::Database database;
    auto connection = database.connect();
    const pg::Transaction transaction(connection);
    connection.run("CREATE TABLE t (a int, b int)");
    connection.run("ALTER TABLE t ADD CONSTRAINT t_b_not_null_pgmend CHECK (b IS NOT NULL) NOT VALID");
    const auto key = [&](const std::string& sql) {
        return test::judged(connection, statement::split(sql, {})).sql;
    };
    CHECK(key("ALTER TABLE t ADD PRIMARY KEY (a, b)") ==
          Texts{"ALTER TABLE t ADD PRIMARY KEY (a, b)", "ALTER TABLE t DROP CONSTRAINT t_b_not_null_pgmend"});
    CHECK(key("ALTER TABLE t ADD UNIQUE (a, b)").empty());
    connection.run("CREATE UNIQUE INDEX k ON t (a, b)");
    CHECK(key("ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, b)") ==
          Texts{"ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX k",
                "ALTER TABLE t DROP CONSTRAINT t_b_not_null_pgmend"});
}

TEST_CASE("a key is made of the index that a stopped run has built for it") {
    const test::Database database;
    auto connection = database.connect();
    const auto sql = [&](const std::string& wanted, const std::string& there) {
        const pg::Transaction transaction(connection);
        connection.run("CREATE TABLE t (a int NOT NULL, b int)");
        connection.run(there);
        const auto statements = statement::split(wanted, {});
        return test::judged(connection, statements).sql;
    };
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a, b)", "CREATE UNIQUE INDEX k ON t (a, b)") ==
          Texts{"ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX k"});
    CHECK(sql("ALTER TABLE t ADD PRIMARY KEY (a)", "CREATE UNIQUE INDEX t_pkey ON t (a)") ==
          Texts{"ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey"});
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a), ADD COLUMN c int",
              "CREATE UNIQUE INDEX k ON t (a)") ==
          Texts{"ALTER TABLE t ADD COLUMN c int", "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX k"});
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)", "CREATE UNIQUE INDEX k ON t (b)").empty());
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)", "CREATE INDEX k ON t (a)").empty());
    CHECK(sql("ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)", "SELECT 1").empty());
}

TEST_CASE("a constraint or index without a name is found under whatever name the server gave it") {
    const test::Database database;
    auto connection = database.connect();
    const auto expect = [&](const char* wanted, const std::string& there, const char* action) {
        test::check(connection, {"", wanted, {}, {}}, there, action);
    };
    const std::string other = "ALTER TABLE t ADD CHECK (a < 9);";
    expect("ALTER TABLE t ADD CHECK (a > 0)", other, "run");
    expect("ALTER TABLE t ADD CHECK (a > 0)", other + "ALTER TABLE t ADD CHECK (a > 0)", "skip");
    expect("ALTER TABLE t ADD CHECK (a > 0)", "ALTER TABLE t ADD CONSTRAINT x CHECK (a > 0)", "run");
    expect("ALTER TABLE t ADD UNIQUE (a)", "CREATE INDEX t_a_key ON t (b)", "run");
    expect("ALTER TABLE t ADD UNIQUE (a)", "CREATE INDEX t_a_key ON t (b); ALTER TABLE t ADD UNIQUE (a)",
           "skip");
    expect("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p",
           "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE", "run");
    expect("CREATE INDEX ON t (a)", "CREATE INDEX t_a_idx ON t (a DESC)", "run");
    expect("CREATE INDEX ON t (a)", "CREATE INDEX t_a_idx ON t (a DESC); CREATE INDEX ON t (a)", "skip");
}

TEST_CASE("what one statement drops and makes anew is run") {
    const test::Database database;
    auto connection = database.connect();
    const auto expect = [&](const char* wanted, const std::string& there, const char* action) {
        test::check(connection, {"", wanted, {}, {}}, there, action);
    };
    const char* constraint = "ALTER TABLE t DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (a > 0)";
    expect(constraint, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 9)", "run");
    expect(constraint, "ALTER TABLE t ADD CONSTRAINT k CHECK ((a) > 0)", "run");
    expect("ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0), DROP CONSTRAINT k",
           "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 9)", "run");
    expect("ALTER TABLE t DROP COLUMN b, ADD COLUMN b int", "", "run");
    expect("ALTER TABLE t DROP COLUMN b, ADD COLUMN b int", "ALTER TABLE t ALTER b TYPE int USING 1", "run");
    expect("ALTER TABLE t DROP COLUMN b, ADD COLUMN c bigint", "", "conflict");
}

TEST_CASE("later statements of the section are taken into account") {
    const test::Database database;
    auto connection = database.connect();
    const auto skip = [&](const char* all, const std::string& there) {
        test::check(connection, {"", all, {}, {}}, there, "skip");
    };
    skip("CREATE TABLE n (a int); ALTER TABLE n ADD COLUMN b text; ALTER TABLE n ALTER b SET NOT NULL",
         "CREATE TABLE n (a int, b text NOT NULL)");
    skip("ALTER TABLE t ADD COLUMN n int; ALTER TABLE t ALTER n SET DEFAULT 5",
         "ALTER TABLE t ADD n int DEFAULT 5");
    const auto run = [&](const char* all, const std::string& there) {
        test::check(connection, {"", all, {}, {}}, there, "run");
    };
    run("DROP INDEX i; CREATE INDEX i ON t (b)", "CREATE INDEX i ON t (b)");
    run("DROP VIEW v; CREATE VIEW v AS SELECT a FROM t", "CREATE VIEW v AS SELECT t.a FROM t");
    run("DROP INDEX i; CREATE INDEX i ON t (b)", "CREATE INDEX i ON t (a)");
}
