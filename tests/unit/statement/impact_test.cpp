#include "statement/impact.hpp"
#include "statement/parse_tree.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace pgmend::statement;

namespace {

std::string impact_of(const std::string& sql, const Facts* facts = nullptr) {
    const auto outcome = parse(sql);
    const auto* node = only_statement(outcome.tree);
    REQUIRE(node != nullptr);
    const auto result = impact(*node, facts);
    std::string text(to_string(result.work));
    for (const auto& lock : result.locks)
        text += fmt::format(" {}:{}", lock.relation, to_string(lock.mode));
    return text;
}

} // namespace

TEST_CASE("a statement's locks and work without a database") {
    for (const auto& [sql, expected] : std::vector<std::pair<std::string, std::string>>{
             {"ALTER TABLE s.t ADD c int", "instant s.t:AccessExclusiveLock"},
             {"ALTER TABLE t ADD c int DEFAULT 5", "instant t:AccessExclusiveLock"},
             {"ALTER TABLE t ADD c int DEFAULT f()", "unknown t:AccessExclusiveLock"},
             {"ALTER TABLE t ADD c serial", "rewrite t:AccessExclusiveLock"},
             {"ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p",
              "scan t:ShareRowExclusiveLock p:ShareRowExclusiveLock"},
             {"ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID",
              "instant t:ShareRowExclusiveLock p:ShareRowExclusiveLock"},
             {"ALTER TABLE t SET (fillfactor = 70)", "instant t:ShareUpdateExclusiveLock"},
             {"ALTER TABLE t DISABLE TRIGGER g", "instant t:ShareRowExclusiveLock"},
             {"CREATE INDEX i ON t (a)", "build t:ShareLock"},
             {"CREATE INDEX CONCURRENTLY i ON t (a)", "build t:ShareUpdateExclusiveLock"},
             {"CREATE TABLE c (p int REFERENCES p)", "instant p:ShareRowExclusiveLock"},
             {"ALTER INDEX i RENAME TO j", "instant i:ShareUpdateExclusiveLock"},
             {"VACUUM FULL t", "rewrite t:AccessExclusiveLock"},
             {"VACUUM (FULL off) t", "scan t:ShareUpdateExclusiveLock"},
             {"LOCK TABLE t IN SHARE MODE", "instant t:ShareLock"},
             {"UPDATE t SET a = 1", "rows t:RowExclusiveLock"},
             {"DO 'begin end'", "unknown"},
             {"COMMENT ON TABLE t IS 'x'", "instant t:ShareUpdateExclusiveLock"},
         }) {
        INFO(sql);
        CHECK(impact_of(sql) == expected);
    }
}

TEST_CASE("the catalog adds the relations that a statement does not name") {
    Facts facts;
    facts.relations[{"", "t"}] = {.name = "public.t",
                                  .not_null = {{"a", true}, {"b", false}},
                                  .constraints = {{"f", {.type = 'f', .references = "public.p"}}},
                                  .referenced_by = {"public.child"},
                                  .partitions = {"public.t1"},
                                  .default_partition = "public.d"};
    facts.relations[{"", "i"}] = {.name = "public.i", .kind = 'i', .owner_table = "public.t"};
    const auto with = [&](const std::string& sql) { return impact_of(sql, &facts); };
    CHECK(with("DROP INDEX i") == "instant public.i:AccessExclusiveLock public.t:AccessExclusiveLock");
    CHECK(with("ALTER TABLE t DROP CONSTRAINT f") ==
          "instant public.t:AccessExclusiveLock public.t1:AccessExclusiveLock public.p:AccessExclusiveLock");
    CHECK(with("ALTER TABLE ONLY t ALTER a SET NOT NULL") == "instant public.t:AccessExclusiveLock");
    CHECK(with("ALTER TABLE ONLY t ALTER b SET NOT NULL") == "scan public.t:AccessExclusiveLock");
    CHECK(with("CREATE TABLE x PARTITION OF t FOR VALUES IN (1)") ==
          "scan public.t:AccessExclusiveLock public.d:AccessExclusiveLock");
}
