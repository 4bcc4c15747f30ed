#pragma once

#include "catalog/read.hpp"
#include "drift/cache.hpp"
#include "drift/history.hpp"
#include "migrate/settings.hpp"
#include "revision/graph.hpp"
#include "schema/model.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::drift {

/// What the migrations make, found by running them on a throwaway server of this machine; each state is kept
/// in the cache under the SQL that led to it, so that the next look starts no server.
class Replay {
  public:
    Replay(const revision::Graph& graph, migrate::Settings settings, catalog::ReadOptions options);
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;
    ~Replay();

    /// The schema when the version table holds these rows (empty = base). Throws Error.
    schema::Model at(const std::vector<std::string>& rows);

    /// All states on the way, in the order of `upgrade heads`. Ends before a revision that cannot be run, and
    /// says why. Throws Error for what is no fault of a revision.
    const History& history();

    /// Whether all of these are revisions of the files.
    bool knows(const std::vector<std::string>& rows) const;
    /// How many revisions `upgrade heads` would run after these rows.
    std::size_t pending_after(const std::vector<std::string>& rows) const;

    /// Whether a server had to be started.
    bool started_server() const noexcept { return server_ != nullptr; }

  private:
    class Server;
    Server& server();
    std::string key(const std::vector<std::string>& rows) const;
    History replayed_history();

    const revision::Graph& graph_;
    migrate::Settings settings_;
    catalog::ReadOptions options_;
    ModelCache cache_;
    std::optional<History> history_;
    std::unique_ptr<Server> server_;
};

} // namespace pgmend::drift
