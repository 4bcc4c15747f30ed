#include "base/lock_mode.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

TEST_CASE("a lock mode has the words of SQL and the name in pg_locks") {
    CHECK(lock_words("AccessExclusiveLock") == "ACCESS EXCLUSIVE");
    CHECK(lock_words("ShareUpdateExclusiveLock") == "SHARE UPDATE EXCLUSIVE");
    CHECK(lock_words("ShareLock") == "SHARE");
    CHECK(lock_mode("ACCESS EXCLUSIVE") == "AccessExclusiveLock");
    CHECK(lock_mode("SHARE") == "ShareLock");
}
