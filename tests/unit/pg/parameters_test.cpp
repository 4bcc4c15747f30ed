#include "pg/parameters.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::pg;
using Strings = std::vector<std::string>;

TEST_CASE("parameters are kept as text, NULL apart") {
    const Parameters p(1, "x", std::nullopt, true, std::optional<std::string>("y"), Strings{"a,b", "c\"d"});
    REQUIRE(p.size() == 6);
    CHECK(p.values()[0] == "1");
    CHECK_FALSE(p.values()[2]);
    CHECK(p.values()[3] == "t");
    CHECK(p.values()[5] == R"({"a,b","c\"d"})");
    CHECK(Parameters("secret", std::nullopt).redacted() == "$1 = 6 bytes, $2 = null");
}

TEST_CASE("array text is read back element by element") {
    CHECK(parse_array("{}").empty());
    CHECK(parse_array(R"({a,"b,c","d\"e",NULL,"NULL"})") == Strings{"a", "b,c", "d\"e", "", "NULL"});
}
