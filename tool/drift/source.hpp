#pragma once

#include "catalog/read.hpp"
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
    std::vector<std::string> rows;               ///< the version rows for "migrations"; empty = the heads
    int connections = 2;                         ///< how many connections may be used to read a live database
};

/// Opens the schema that a word on the command line names: `migrations` (run on a throwaway server), a
/// snapshot (`.json`), an SQL file (`.sql`, run on a throwaway server), or a database URL. Throws Error.
Source open_source(const std::string& word, const SourceContext& context);

/// Connects to a throwaway server on which the migrations have been run up to these version rows. Throws
/// Error.
std::shared_ptr<pg::Connection> connect_to_migrations(const SourceContext& context,
                                                      const std::vector<std::string>& rows);

/// The schema of a live database, and a function that connects to it again. Throws Error like
/// catalog::read().
Source live_source(const pg::Dsn& dsn, const SourceContext& context, const std::string& application);

} // namespace pgmend::drift
