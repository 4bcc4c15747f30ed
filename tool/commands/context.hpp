#pragma once

#include "commands/globals.hpp"
#include "migrate/migrate.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <memory>
#include <string>
#include <vector>

namespace pgmend::commands {

/// The revision files and the database connection, for a command that needs both.
struct Workspace {
    revision::Graph graph;
    migrate::Session session;
};

/// What the run function of a command needs.
struct Context {
    const Globals& globals;
    /// What open_workspace() has opened. It outlives the run function, so that the process can end without
    /// waiting for the server to close the session.
    std::unique_ptr<Workspace>& workspace;
};

/// Reads the migrations folder; warnings go to stderr.
revision::Graph load_graph(const Context& context);

/// Reads the migrations folder while the server starts the session. An --embedded server is started only if
/// the files can be read.
Workspace& open_workspace(const Context& context, const migrate::Settings& settings);

/// A listener that prints warnings, and messages and progress unless --quiet is given, on stderr and in the
/// log.
migrate::Listener make_listener(const Context& context);

void print(const std::string& text);                          ///< to stdout, made visible (output.hpp)
void warn(const Context& context, const std::string& text);   ///< "warning: …" to stderr and the log
void notify(const Context& context, const std::string& text); ///< to stderr unless --quiet, and to the log

/// Asks on the terminal; with --yes, the answer is yes. Throws UsageError if there is neither a terminal nor
/// --yes.
bool confirm(const Context& context, const std::string& question);

} // namespace pgmend::commands
