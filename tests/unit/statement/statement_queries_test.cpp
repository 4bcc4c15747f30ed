#include "statement/statement_queries.hpp"

#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::statement;

namespace {

Statement only(const std::string& sql) {
    return split(sql, {}).front();
}

} // namespace

TEST_CASE("a change of type is told with all that decides about it") {
    const auto change =
        type_change(only("ALTER TABLE s.t ALTER \"A\" SET DATA TYPE varchar(20) COLLATE \"C\""));
    REQUIRE(change);
    CHECK(change->table == ObjectName{.kind = ObjectKind::table, .schema = "s", .name = "t"});
    CHECK(change->column == "A");
    CHECK(change->type == "varchar(20) COLLATE \"C\"");
}

TEST_CASE("a change of type by an expression, or with others, is none that types decide alone") {
    CHECK(!type_change(only("ALTER TABLE t ALTER a TYPE int USING b")));
    CHECK(!type_change(only("ALTER TABLE t ALTER a TYPE int, ALTER b TYPE int")));
    CHECK(!type_change(only("ALTER TABLE t ALTER a SET NOT NULL")));
}
