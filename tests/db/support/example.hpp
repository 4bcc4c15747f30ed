#pragma once

#include "db/support/database.hpp"

#include <string>

namespace pgmend::test {

/// A database with example_schema.sql in it.
class Example {
  public:
    /// On test_server(), with all that its version knows.
    Example();
    /// On that server, with only what PostgreSQL `major` knows.
    Example(const pg::Dsn& server, int major);
    Example(const Example&) = delete;
    Example& operator=(const Example&) = delete;
    ~Example();

    const Database& database() const noexcept { return database_; }
    pg::Connection connect() const { return database_.connect(); }

  private:
    Database database_;
};

/// The text of example_schema.sql for a major version.
std::string example_script(int major);

/// The major version of the server at the other end.
int major_version(const pg::Connection& connection);

} // namespace pgmend::test
