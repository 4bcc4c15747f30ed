#pragma once

#include "pg/connection.hpp"
#include "pg/dsn.hpp"

#include <set>
#include <string>

namespace pgmend::drift {

/// A database of a random name on a server of the user's, dropped with the object, together with the roles
/// that were made for it. What a process that was killed has left there is removed first.
class ScratchDatabase {
  public:
    /// Throws Error when the server cannot be reached, or when the role may not create databases.
    explicit ScratchDatabase(const std::string& url);
    ScratchDatabase(const ScratchDatabase&) = delete;
    ScratchDatabase& operator=(const ScratchDatabase&) = delete;
    ~ScratchDatabase();

    const std::string& name() const noexcept { return name_; }
    /// The database, as the URL's role.
    pg::Dsn dsn() const;
    /// Records a role that was created for the database, here and by a mark on the server.
    void note_role(const std::string& role);
    void forget_role(const std::string& role) { roles_.erase(role); }

  private:
    void remove_leftovers();

    pg::Dsn server_;
    pg::Connection connection_;
    std::string name_;
    std::set<std::string> roles_;
};

} // namespace pgmend::drift
