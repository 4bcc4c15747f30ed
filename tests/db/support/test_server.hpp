#pragma once

#include "pg/dsn.hpp"

namespace pgmend::test {

/// The server that this process's tests work on:
/// - the one that PGMEND_TEST_SERVER_URL names,
/// - else, with KEEP_TEST_DB=1, a kept private server in the build folder, left running,
/// - else the one that the CTest fixture has started for all tests of the run,
/// - else a throwaway server of this process's own, started when first asked for.
const pg::Dsn& test_server();

} // namespace pgmend::test
