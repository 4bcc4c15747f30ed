#include "statement/role_names.hpp"

#include "statement/split.hpp"

#include <catch2/catch.hpp>

using pgmend::statement::RoleNames;
using Names = std::set<std::string>;

namespace {

RoleNames roles(std::string_view text) {
    RoleNames roles;
    for (const auto& statement : pgmend::statement::split(text, {}))
        add_roles(roles, statement);
    return roles;
}

} // namespace

TEST_CASE("the roles that statements name are found wherever they stand") {
    CHECK(roles("GRANT SELECT ON t TO a, \"B c\" WITH GRANT OPTION").named == Names{"a", "B c"});
    CHECK(roles("GRANT a TO b").named == Names{"a", "b"});
    CHECK(roles("ALTER TABLE t OWNER TO a").named == Names{"a"});
    CHECK(roles("CREATE SCHEMA s AUTHORIZATION a").named == Names{"a"});
    CHECK(roles("CREATE POLICY p ON t TO a, PUBLIC, CURRENT_USER").named == Names{"a"});
    CHECK(roles("ALTER DEFAULT PRIVILEGES FOR ROLE a GRANT SELECT ON TABLES TO b").named == Names{"a", "b"});
    CHECK(roles("SET ROLE a; SET SESSION AUTHORIZATION 'b'; SET ROLE NONE").named == Names{"a", "b"});
    CHECK(roles("ALTER ROLE a SET work_mem = '1MB'").named == Names{"a"});
    CHECK(roles("CREATE USER MAPPING FOR a SERVER s").named == Names{"a"});
    CHECK(roles("GRANT pg_read_all_data TO a").named == Names{"a"});
}

TEST_CASE("a role that a statement creates is made, not only named") {
    const auto found = roles("CREATE ROLE a IN ROLE b; CREATE USER c");
    CHECK(found.made == Names{"a", "c"});
    CHECK(found.named == Names{"b"});
}
