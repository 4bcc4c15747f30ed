#pragma once

#include "drift/file_names.hpp"
#include "drift/world.hpp"
#include "embedded/throwaway.hpp"
#include "migrate/session.hpp"
#include "pg/connection.hpp"
#include "revision/steps.hpp"
#include "statement/script.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace pgmend::drift {

class ScratchDatabase;

/// An empty database in a world, to run migrations or SQL files in: on a throwaway server, or on the server
/// that the world names. Everything made for it is gone with the object.
class ReplayDatabase {
  public:
    /// `names`: what the files to be run name. Throws Error when no server can be started or reached.
    explicit ReplayDatabase(const World& world, const FileNames& names = {});
    ReplayDatabase(const ReplayDatabase&) = delete;
    ReplayDatabase& operator=(const ReplayDatabase&) = delete;
    ~ReplayDatabase();

    /// How the one connects who runs the files: as the world's role, with its search_path.
    const pg::Dsn& dsn() const noexcept { return dsn_; }
    /// Connects as a superuser (on a server of the user's: as the role of its URL), to read what was made.
    pg::Connection connect() const;

    /// Runs the steps as they are written, as the world's role. What the files need and the world does not
    /// have is made where that can be: a role, a right. Throws SqlError, Error as migrate::apply() does;
    /// hints name the settings of [replay].
    void run(migrate::Session& session, const revision::Steps& steps);
    /// Runs a script in the same way.
    void run(const statement::Script& script);

  private:
    /// How a statement that has failed is tried again.
    enum class Remedy { none, again, existing, superuser };
    class Powers;
    Remedy remedy_for(const pg::SqlError& error, std::set<std::string>& tried);
    Remedy make_role(const std::string& name);
    Remedy drop_role(const std::string& name);
    void place();

    const World world_;
    std::unique_ptr<embedded::ThrowawayServer> server_;
    std::unique_ptr<ScratchDatabase> scratch_;
    pg::Dsn admin_dsn_;
    pg::Dsn dsn_;
    std::optional<pg::Connection> admin_;
    std::set<std::string> made_roles_;
    std::set<std::string> made_objects_;
};

} // namespace pgmend::drift
