#include "db/catalog/example.hpp"

#include <fstream>
#include <iterator>

namespace pgmend::test {

std::string example_script() {
    std::ifstream in(PGMEND_SOURCE_DIR "/tests/db/catalog/example_schema.sql");
    return {std::istreambuf_iterator<char>(in), {}};
}

Example::Example() {
    connect().run_script(example_script());
}

Example::~Example() {
    try {
        connect().run("DROP SUBSCRIPTION elsewhere"); // a database with one cannot be dropped
    } catch (const Error&) {                          // NOLINT: the test itself has dropped it
    }
}

} // namespace pgmend::test
