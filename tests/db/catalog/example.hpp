#pragma once

#include "db/support/database.hpp"

#include <string>

namespace pgmend::test {

/// A database with example_schema.sql in it.
class Example {
  public:
    Example();
    Example(const Example&) = delete;
    Example& operator=(const Example&) = delete;
    ~Example();

    const Database& database() const noexcept { return database_; }
    pg::Connection connect() const { return database_.connect(); }

  private:
    Database database_;
};

/// The text of example_schema.sql.
std::string example_script();

} // namespace pgmend::test
