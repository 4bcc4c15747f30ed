#include "statement/online_steps.hpp"

#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::statement;

namespace {

using Sqls = std::vector<std::string>;

/// A database with a table of each kind.
Facts live() {
    const auto table = [](const char* name, char kind) {
        RelationFacts facts{.name = std::string("public.") + name, .kind = kind};
        facts.not_null = {{"id", true}, {"a", false}, {"b", false}};
        return facts;
    };
    Facts facts{.server_major = 15, .relations = {}};
    facts.relations[{"", "t"}] = table("t", 'r');
    facts.relations[{"", "p"}] = table("p", 'r');
    facts.relations[{"", "parted"}] = table("parted", 'p');
    facts.relations[{"", "m"}] = table("m", 'm');
    facts.relations[{"", "i"}] = {.name = "public.i", .kind = 'i', .owner_table = "public.t", .unique = true};
    facts.relations[{"", "j"}] = {.name = "public.j", .kind = 'i', .owner_table = "public.p", .unique = true};
    facts.relations[{"", "plain_i"}] = {.name = "public.plain_i", .kind = 'i', .owner_table = "public.t"};
    facts.relations[{"", "t"}].constraints["checked"] = {.type = 'c'};
    facts.relations[{"", "parted_i"}] = {
        .name = "public.parted_i", .kind = 'I', .owner_table = "public.parted"};
    auto parent = table("parent", 'r');
    parent.partitions = {"public.child"};
    facts.relations[{"", "parent"}] = parent;
    return facts;
}

NameChooser free_names() {
    return NameChooser([](const ObjectName&) { return false; });
}

/// "= …" as it was, "+ …" in the transaction before, "! …" apart; "~" before those that stand for one.
Sqls safe(const std::string& text, const SafetyContext& context, NameChooser names = free_names()) {
    Sqls result;
    const auto section = split(text, {});
    std::size_t expected = 0;
    for (const auto& step : online_steps(section, context, names)) {
        CHECK(step.source >= expected);
        expected = step.source;
        CHECK(step.statement.parsed);
        result.push_back((step.own_transaction ? "! " : step.rewritten ? "+ " : "= ") + step.statement.sql);
    }
    return result;
}

Sqls safe(const std::string& text) {
    const auto facts = live();
    return safe(text, {.facts = &facts});
}

/// Left as it is.
bool kept(const std::string& text) {
    for (const auto& line : safe(text))
        if (!line.starts_with("= "))
            return false;
    return true;
}

} // namespace

TEST_CASE("indexes are built and dropped concurrently") {
    CHECK(safe("CREATE INDEX x ON t (a)") == Sqls{"+ CREATE INDEX CONCURRENTLY x ON t (a)"});
    CHECK(safe("create unique index if not exists x on t using btree (lower(b)) where a > 0") ==
          Sqls{"+ create unique index CONCURRENTLY if not exists x on t using btree (lower(b)) where a > 0"});
    CHECK(safe("CREATE INDEX x ON m (a)") == Sqls{"+ CREATE INDEX CONCURRENTLY x ON m (a)"});
    CHECK(safe("DROP INDEX i") == Sqls{"+ DROP INDEX CONCURRENTLY i"});
    CHECK(safe("DROP INDEX IF EXISTS i, public.\"J\"") ==
          Sqls{"+ DROP INDEX CONCURRENTLY IF EXISTS i", "+ DROP INDEX CONCURRENTLY IF EXISTS public.\"J\""});
}

TEST_CASE("an index without a name gets the one that the server would give it") {
    CHECK(safe("CREATE INDEX ON t (a, b)") == Sqls{"+ CREATE INDEX CONCURRENTLY t_a_b_idx ON t (a, b)"});
    CHECK(kept("CREATE INDEX ON t (lower(a))"));
}

TEST_CASE("constraints on rows are added NOT VALID and validated apart") {
    CHECK(safe("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE") ==
          Sqls{"+ ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE NOT VALID",
               "! ALTER TABLE t VALIDATE CONSTRAINT f"});
    CHECK(safe("ALTER TABLE ONLY t ADD CHECK (a > 0 AND a < 9)") ==
          Sqls{"+ ALTER TABLE ONLY t ADD CONSTRAINT t_a_check CHECK (a > 0 AND a < 9) NOT VALID",
               "! ALTER TABLE t VALIDATE CONSTRAINT t_a_check"});
    CHECK(safe("ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES p (x, y)") ==
          Sqls{"+ ALTER TABLE t ADD CONSTRAINT t_a_b_fkey FOREIGN KEY (a, b) REFERENCES p (x, y) NOT VALID",
               "! ALTER TABLE t VALIDATE CONSTRAINT t_a_b_fkey"});
    CHECK(kept("ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID"));
    CHECK(kept("ALTER TABLE t ADD CONSTRAINT k EXCLUDE USING gist (r WITH &&)"));
}

TEST_CASE("NOT NULL is proved by a check, unless it is known to hold") {
    CHECK(safe("ALTER TABLE t ALTER COLUMN a SET NOT NULL") ==
          Sqls{"+ ALTER TABLE t ADD CONSTRAINT t_a_not_null_pgmend CHECK (a IS NOT NULL) NOT VALID",
               "! ALTER TABLE t VALIDATE CONSTRAINT t_a_not_null_pgmend",
               "+ ALTER TABLE t ALTER COLUMN a SET NOT NULL",
               "+ ALTER TABLE t DROP CONSTRAINT t_a_not_null_pgmend"});
    CHECK(kept("ALTER TABLE t ALTER id SET NOT NULL"));
    // Unless that is by the check of a run that was stopped, which is to be dropped.
    auto facts = live();
    facts.relations[{"", "t"}].constraints["t_id_not_null_pgmend"] = {.type = 'c'};
    CHECK(safe("ALTER TABLE t ALTER id SET NOT NULL", {.facts = &facts}).size() == 4);
}

TEST_CASE("keys are made over an index that is built before") {
    CHECK(
        safe("ALTER TABLE t ADD CONSTRAINT \"U\" UNIQUE NULLS NOT DISTINCT (a, \"B\") INCLUDE (c) WITH "
             "(fillfactor = 70) USING INDEX TABLESPACE ts DEFERRABLE INITIALLY DEFERRED") ==
        Sqls{"+ CREATE UNIQUE INDEX CONCURRENTLY \"U\" ON t (a, \"B\") INCLUDE (c) NULLS NOT DISTINCT WITH "
             "(fillfactor = 70) TABLESPACE ts",
             "+ ALTER TABLE t ADD CONSTRAINT \"U\" UNIQUE USING INDEX \"U\" DEFERRABLE INITIALLY DEFERRED"});
    CHECK(safe("ALTER TABLE t ADD PRIMARY KEY (id)") ==
          Sqls{"+ CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON t (id)",
               "+ ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey"});
    CHECK(safe("ALTER TABLE t ADD UNIQUE (a) INCLUDE (b)").front() ==
          "+ CREATE UNIQUE INDEX CONCURRENTLY t_a_b_key ON t (a) INCLUDE (b)");
    // A key's columns must not allow NULL, and that would be looked at under lock.
    CHECK(safe("ALTER TABLE t ADD PRIMARY KEY (id, a)").size() == 6);
    CHECK(kept("ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i"));
}

TEST_CASE("the parts of an ALTER TABLE that need no recipe go first") {
    CHECK(safe("ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0), ADD COLUMN n int, DROP COLUMN b") ==
          Sqls{"+ ALTER TABLE t ADD COLUMN n int, DROP COLUMN b",
               "+ ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0) NOT VALID",
               "! ALTER TABLE t VALIDATE CONSTRAINT k"});
    // The key needs the index that a foreign key points to.
    const auto order = safe("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t, "
                            "ADD CONSTRAINT k PRIMARY KEY (id)");
    REQUIRE(order.size() == 4);
    CHECK(order[0] == "+ CREATE UNIQUE INDEX CONCURRENTLY k ON t (id)");
    CHECK(order[2].ends_with("NOT VALID"));
    CHECK(kept("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a), CLUSTER ON u"));
    // What NOT NULL needs is done once.
    CHECK(safe("ALTER TABLE t ALTER a SET NOT NULL, ADD PRIMARY KEY (a)").size() == 6);
    CHECK(safe("ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t ADD PRIMARY KEY (a)").size() == 6);
}

TEST_CASE("tables of the section's own making are left alone") {
    CHECK(kept("CREATE TABLE n (a int); CREATE INDEX x ON n (a); ALTER TABLE n ADD PRIMARY KEY (a); "
               "DROP INDEX x"));
    CHECK(kept("CREATE TABLE n (a int); ALTER TABLE n RENAME TO o; CREATE INDEX x ON public.o (a)"));
    CHECK(safe("CREATE TABLE n (a int); CREATE INDEX x ON t (a)").back() ==
          "+ CREATE INDEX CONCURRENTLY x ON t (a)");
    // One that is there already is nobody's own.
    const auto facts = live();
    CHECK(safe("CREATE TABLE t (a int); CREATE INDEX x ON t (a)",
               {.facts = &facts, .is_kept = [](std::size_t i) { return i == 0; }})
              .back() == "+ CREATE INDEX CONCURRENTLY x ON t (a)");
}

TEST_CASE("what PostgreSQL cannot do is left alone") {
    CHECK(kept("CREATE INDEX x ON parted (a)"));
    CHECK(kept("CREATE INDEX x ON ONLY parted (a)"));
    CHECK(kept("DROP INDEX parted_i"));
    CHECK(kept("DROP INDEX i CASCADE"));
    CHECK(kept("ALTER TABLE parted ADD PRIMARY KEY (id)"));
    CHECK(kept("ALTER TABLE parted ADD FOREIGN KEY (a) REFERENCES p"));
    CHECK(kept("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES parted"));
    CHECK(kept("ALTER TABLE ONLY parent ADD CHECK (a > 0) NO INHERIT"));
    CHECK(kept("ALTER TABLE IF EXISTS t ADD CHECK (a > 0)"));
    CHECK(!kept("ALTER TABLE parted ADD CHECK (a > 0)"));
    CHECK(!kept("ALTER TABLE parted ALTER a SET NOT NULL"));
    // Without a database the files say what is partitioned.
    const SafetyContext offline{.is_partitioned = [](const ObjectName& table) { return table.name == "q"; }};
    CHECK(safe("CREATE INDEX x ON q (a)", offline) == Sqls{"= CREATE INDEX x ON q (a)"});
    CHECK(safe("CREATE INDEX x ON r (a)", offline) == Sqls{"+ CREATE INDEX CONCURRENTLY x ON r (a)"});
    const auto facts = live();
    CHECK(safe("CREATE INDEX x ON t (a)", {.facts = &facts, .builds_concurrently = false}) ==
          Sqls{"= CREATE INDEX x ON t (a)"});
}

TEST_CASE("a table is never left without the uniqueness that is taken over") {
    CHECK(kept("ALTER TABLE t DROP CONSTRAINT u; ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, b)"));
    CHECK(safe("DROP INDEX i; CREATE UNIQUE INDEX x ON t (a)").back() == "= CREATE UNIQUE INDEX x ON t (a)");
    for (const auto* other : {"DROP INDEX j", "DROP INDEX plain_i", "ALTER TABLE t DROP CONSTRAINT checked"})
        CHECK(safe(std::string(other) + "; CREATE UNIQUE INDEX x ON t (a)").back() ==
              "+ CREATE UNIQUE INDEX CONCURRENTLY x ON t (a)");
}

TEST_CASE("a section that depends on its one transaction is left alone") {
    for (const auto* first :
         {"SET LOCAL work_mem = '1GB'", "LOCK TABLE t", "SAVEPOINT s", "CREATE TEMP TABLE x (a int)",
          "SELECT set_config('a.b', 'c', true)", "ALTER TABLE t DISABLE TRIGGER ALL", "SET ROLE r"})
        CHECK(kept(std::string(first) + "; CREATE INDEX x ON t (a)"));
}

TEST_CASE("names are chosen as the server does") {
    const auto taken = [](const ObjectName& object) {
        return object.name == "t_a_check" || object.name == "t_a_check1";
    };
    const auto facts = live();
    const auto names = [&] { return NameChooser(taken); };
    CHECK(safe("ALTER TABLE t ADD CHECK (a > 0)", {.facts = &facts}, names()).back() ==
          "! ALTER TABLE t VALIDATE CONSTRAINT t_a_check2");
    CHECK(safe("ALTER TABLE t ADD CHECK (b > 0); ALTER TABLE t ADD CHECK (b < 9)").back() ==
          "! ALTER TABLE t VALIDATE CONSTRAINT t_b_check1");
    CHECK(safe("ALTER TABLE t ADD CHECK (a > b)").back() == "! ALTER TABLE t VALIDATE CONSTRAINT t_check");
    // What the server will call the column's own check is not foretold.
    CHECK(safe("ALTER TABLE t ADD COLUMN n int CHECK (n > 0); ALTER TABLE t ADD CHECK (n < 9)").back() ==
          "= ALTER TABLE t ADD CHECK (n < 9)");
    const std::string longest(63, 'x');
    CHECK(made_name(longest, "column", "fkey") == std::string(51, 'x') + "_column_fkey");
    CHECK(made_name("t", "", "pkey") == "t_pkey");
    CHECK(made_name(std::string(40, 'x') + "ä", std::string(40, 'y'), "key").size() <= 63);
}

TEST_CASE("steps keep the directives and the source of their statement") {
    const auto facts = live();
    auto names = free_names();
    const auto section = split("SELECT 1;\n-- pgmend:timeout 3s\nCREATE INDEX x ON t (a);", {});
    const auto steps = online_steps(section, {.facts = &facts}, names);
    REQUIRE(steps.size() == 2);
    CHECK(steps[1].source == 1);
    CHECK(steps[1].statement.directives.timeout == std::chrono::seconds(3));
    CHECK(!steps[1].statement.transactional);
    CHECK(steps[1].statement.line == 3);
}
