#pragma once

#include "db/support/test_server.hpp"
#include "pg/connection.hpp"
#include "pg/dsn.hpp"

#include <string>

namespace pgmend::test {

/// An empty database of one test's own, on test_server() unless another is named, dropped at the end of the
/// scope together with its sessions. KEEP_TEST_DB=1 keeps it and prints its URL.
class Database {
  public:
    explicit Database(pg::Dsn server = test_server());
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    const std::string& name() const noexcept { return name_; }
    pg::Dsn dsn() const;
    std::string url() const { return pg::to_url(dsn()); }
    pg::Connection connect(const pg::ConnectOptions& options = {}) const {
        return pg::Connection::open(dsn(), options);
    }

  private:
    pg::Dsn server_;
    std::string name_;
};

} // namespace pgmend::test
