#pragma once

#include "commands/globals.hpp"
#include "migrate/migrate.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <memory>
#include <string>
#include <vector>

namespace pgmend::commands {

/// The files and the database, for a command that needs both.
struct Workspace {
    revision::Graph graph;
    migrate::Session session;
};

/// What a command's run() works with.
struct Context {
    const Globals& globals;
    /// What open_workspace() has opened: it outlives run(), so that the process can end without waiting for
    /// the server's part of closing.
    std::unique_ptr<Workspace>& workspace;
};

/// Reads the migrations folder; warnings go to stderr.
revision::Graph load_graph(const Context& context);

/// Reads the migrations folder while the server sets up the session. Nothing of an --embedded server is
/// started for files that cannot be read.
Workspace& open_workspace(const Context& context, const migrate::Settings& settings);

/// Prints warnings and progress on stderr (not with --quiet) and in the log.
migrate::Listener make_listener(const Context& context);

void print(const std::string& text);                          ///< to stdout (output.hpp)
void warn(const Context& context, const std::string& text);   ///< "warning: …" to stderr and the log
void notify(const Context& context, const std::string& text); ///< to stderr unless --quiet, and to the log

/// Asks on the terminal; --yes answers yes. Without a terminal and without --yes throws UsageError.
bool confirm(const Context& context, const std::string& question);

} // namespace pgmend::commands
