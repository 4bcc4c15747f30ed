#pragma once

#include "commands/globals.hpp"
#include "migrate/migrate.hpp"
#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// What a command's run() works with.
struct Context {
    const Globals& globals;
};

/// Reads the migrations folder; warnings go to stderr.
revision::Graph load_graph(const Context& context);

/// Tells warnings and progress on stderr (not with --quiet) and in the log.
migrate::Listener make_listener(const Context& context);

void print(const std::string& text);                        ///< to stdout, as it is
void warn(const Context& context, const std::string& text); ///< "warning: …" to stderr and the log
void say(const Context& context, const std::string& text);  ///< to stderr unless --quiet, and to the log

/// Asks on the terminal; --yes answers yes. Without a terminal and without --yes throws UsageError.
bool confirm(const Context& context, const std::string& question);

} // namespace pgmend::commands
