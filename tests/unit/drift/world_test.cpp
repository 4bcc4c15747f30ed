#include "drift/world.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using drift::World;

TEST_CASE("a URL tells of the role, the database and the search path") {
    const auto dsn = pg::parse_dsn("postgresql://app@h/shop?options=-csearch_path%3Diris,public");
    const auto world = drift::world_of(dsn, {.version_schema = "meta"});
    CHECK(world.owner == "app");
    CHECK(world.database == "shop");
    CHECK(world.search_path == "iris,public");
    CHECK(world.home == "iris");
    CHECK(world.public_is_home_too);
    REQUIRE(world.schemas.size() == 2);
    CHECK(world.schemas[0].name == "iris");
    CHECK(world.schemas[1].name == "meta");
}

TEST_CASE("a search path with spaces survives the keyword options") {
    const auto option = drift::option_of("search_path", R"("$user", public)");
    CHECK(option == R"(-csearch_path="$user",\ public)");
    CHECK(drift::world_of(pg::Dsn{{{"options", option}}}, {}).search_path == R"("$user", public)");
}

TEST_CASE("the presets written out are no other world") {
    const World bare;
    const World superuser{.owner = "postgres", .attributes = "CREATEDB", .search_path = R"("$user", public)"};
    CHECK(drift::identity(bare, false) == drift::identity(superuser, false));
    CHECK(drift::identity(bare, false) != drift::identity({.owner = "app"}, false));
    CHECK(drift::identity({.database = "a"}, true) != drift::identity({.database = "b"}, true));
    CHECK(drift::identity({.database = "a"}, false) == drift::identity({.database = "b"}, false));
}
