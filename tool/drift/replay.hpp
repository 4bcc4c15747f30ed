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

/// The schemas that the migrations create, determined by running them on a throwaway server on this machine.
/// Each state is cached under a key of the SQL that leads to it, so that the next request needs no server.
class Replay {
  public:
    Replay(const revision::Graph& graph, migrate::Settings settings, catalog::ReadOptions options);
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;
    ~Replay();

    /// The schema for these rows of the version table (empty = base). Throws Error.
    schema::Model at(const std::vector<std::string>& rows);

    /// A state between base and the heads.
    struct RevisionState {
        std::string revision; ///< the revision that was applied last; empty = base
        std::vector<std::string> rows;
        schema::Model model;
    };
    /// All states, beginning with base, in the order of `upgrade heads`.
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
