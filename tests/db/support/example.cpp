#include "db/support/example.hpp"

#include "catalog/server_lines.hpp"

#include <fstream>
#include <iterator>

namespace pgmend::test {

int major_version(const pg::Connection& connection) {
    return connection.server_version() / 10000;
}

std::string example_script(int major) {
    std::ifstream in(PGMEND_SOURCE_DIR "/tests/db/support/example_schema.sql");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    return catalog::for_server(text, {.major = major});
}

Example::Example() {
    auto connection = connect();
    connection.run_script(example_script(major_version(connection)));
}

Example::Example(const pg::Dsn& server, int major) : database_(server) {
    connect().run_script(example_script(major));
}

Example::~Example() {
    try {
        connect().run("DROP SUBSCRIPTION elsewhere"); // a database with one cannot be dropped
    } catch (const Error&) {                          // NOLINT: the test itself has dropped it
    }
}

} // namespace pgmend::test
