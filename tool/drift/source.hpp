#pragma once

#include "catalog/read.hpp"
#include "drift/world.hpp"
#include "migrate/settings.hpp"
#include "revision/graph.hpp"
#include "schema/model.hpp"

#include <functional>
#include <memory>
#include <string>

namespace pgmend::drift {

/// A schema and its name in reports.
struct Source {
    schema::Model model;
    std::string name;
    /// Connects to a database that contains this schema. If the source is not a live database, it is created
    /// on a throwaway server. Empty for a snapshot.
    std::function<std::shared_ptr<pg::Connection>()> connect = {};
};

/// What open_source() needs besides the word.
struct SourceContext {
    migrate::Settings settings;
    catalog::ReadOptions options;
    std::function<revision::Graph()> load_graph; ///< for "migrations"
    std::vector<std::string> rows; ///< the revisions at which "migrations" is meant; empty = its heads
    int connections = 2;           ///< how many may be open to a live database while it is read
    World world = {};              ///< in which migrations and SQL files are run
    std::function<void(const std::string&)> warn = {}; ///< told what of an SQL file was left out
};

/// The schema that a word on the command line names: `migrations` (replayed), a `.json` snapshot, a `.sql`
/// file or a folder of such (run on a throwaway server), else a database URL. Throws Error.
Source open_source(const std::string& word, const SourceContext& context);

/// libpq takes any word for the name of a database. Throws UsageError for a folder, a path, and a word that
/// was meant otherwise.
void refuse_non_databases(const std::string& word);

/// Whether open_source() connects to a database of the user's for the word.
bool is_live(const std::string& word);

/// Connects to a database in which the migrations have been run up to these rows. Throws Error.
std::shared_ptr<pg::Connection> connect_to_migrations(const SourceContext& context,
                                                      const std::vector<std::string>& rows);

/// The schema of a live database, with how to connect to it again; read over `first` if that is given. Throws
/// Error as catalog::read() does.
Source live_source(const pg::Dsn& dsn, const SourceContext& context, const std::string& application,
                   const std::shared_ptr<pg::Connection>& first = nullptr);

} // namespace pgmend::drift
