#pragma once

#include "catalog/read.hpp"
#include "drift/cache.hpp"
#include "drift/file_names.hpp"
#include "drift/history.hpp"
#include "drift/world.hpp"
#include "migrate/settings.hpp"
#include "revision/graph.hpp"
#include "revision/steps.hpp"
#include "schema/model.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::drift {

/// What the migrations make, found by running them in an empty database of the world; each state is kept in
/// the cache under the SQL that led to it, so that the next look starts no server.
class Replay {
  public:
    Replay(const revision::Graph& graph, migrate::Settings settings, catalog::ReadOptions options,
           World world = {});
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;
    ~Replay();

    /// The schema for these rows of the version table (empty = base). Throws Error.
    schema::Model at(const std::vector<std::string>& rows);

    /// All states on the way, base first, in the order of `upgrade heads`; without the revisions that cannot
    /// be replayed, and those that build on them.
    const History& history();

    /// Whether all of these are revisions of the files.
    bool knows(const std::vector<std::string>& rows) const;
    /// How many revisions `upgrade heads` would run after these rows.
    std::size_t pending_after(const std::vector<std::string>& rows) const;

    /// Which revisions history() has left out, and why: "revision a, and 2 that build on it: …". Empty =
    /// none.
    const std::vector<std::string>& left_out() const noexcept { return left_out_; }

    /// Whether a server was needed: what the cache holds is not replayed again.
    bool started_server() const noexcept { return server_ != nullptr; }

  private:
    class Server;
    Server& server();
    const FileNames& names();
    std::string key(const std::vector<std::string>& rows) const;
    History replayed_history();

    const revision::Graph& graph_;
    migrate::Settings settings_;
    catalog::ReadOptions options_;
    World world_;
    ModelCache cache_;
    std::optional<History> history_;
    std::optional<FileNames> names_;
    std::unique_ptr<Server> server_;
    std::vector<std::string> left_out_;
};

} // namespace pgmend::drift
