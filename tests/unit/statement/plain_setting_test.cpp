#include "statement/plain_setting.hpp"

#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::statement;
using What = PlainSetting::What;

namespace {

std::optional<PlainSetting> setting(const std::string& sql) {
    return plain_setting(split(sql, {}).front());
}

} // namespace

TEST_CASE("what one value of the catalog tells is named") {
    CHECK(setting("ALTER TABLE s.t ALTER \"A b\" DROP NOT NULL") ==
          PlainSetting{.what = What::nullable, .column = "A b"});
    CHECK(setting("ALTER TABLE t ALTER a SET NOT NULL") ==
          PlainSetting{.what = What::not_null, .column = "a", .text = "t_a_not_null_pgmend"});
    CHECK(setting("ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'") ==
          PlainSetting{.what = What::default_value, .column = "a"});
    CHECK(setting("ALTER TABLE t ALTER COLUMN a DROP DEFAULT") ==
          PlainSetting{.what = What::no_default, .column = "a"});
    CHECK(setting("COMMENT ON TABLE t IS 'it''s'") == PlainSetting{.what = What::comment, .text = "it's"});
    CHECK(setting("COMMENT ON COLUMN s.t.a IS NULL") == PlainSetting{.what = What::comment, .column = "a"});
}

TEST_CASE("a type is named for the server, without its modifiers") {
    CHECK(setting("ALTER TABLE t ALTER a TYPE varchar(20)")->text == "pg_catalog.\"varchar\"");
    CHECK(setting("ALTER TABLE t ALTER a TYPE \"My types\".money[] USING NULL")->text ==
          "\"My types\".money[]");
}

TEST_CASE("what takes more than one value to tell is not plain") {
    for (const auto* sql : {"ALTER TABLE t ALTER a SET NOT NULL, ALTER b SET NOT NULL",
                            "ALTER TABLE t ALTER a SET STATISTICS 3", "COMMENT ON FUNCTION f IS 'x'",
                            "ALTER VIEW v ALTER a SET DEFAULT 1", "CREATE TABLE t (a int)",
                            "ALTER TABLE t ALTER a TYPE o.b%TYPE"}) {
        INFO(sql);
        CHECK(!setting(sql));
    }
}
