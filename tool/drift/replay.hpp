#pragma once

#include "catalog/read.hpp"
#include "drift/cache.hpp"
#include "migrate/settings.hpp"
#include "revision/graph.hpp"
#include "schema/model.hpp"

#include <functional>
#include <memory>
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

    /// One state on the way from base to all heads.
    struct RevisionState {
        std::string revision; ///< applied last; empty = base
        std::vector<std::string> rows;
        schema::Model model;
    };
    /// All states on the way, base first, in the order of `upgrade heads`.
    std::vector<RevisionState> states();

    /// Whether a server had to be started.
    bool started_server() const noexcept { return server_ != nullptr; }

  private:
    class Server;
    Server& server();
    std::string key(const std::vector<std::string>& rows) const;

    const revision::Graph& graph_;
    migrate::Settings settings_;
    catalog::ReadOptions options_;
    ModelCache cache_;
    std::unique_ptr<Server> server_;
};

} // namespace pgmend::drift
