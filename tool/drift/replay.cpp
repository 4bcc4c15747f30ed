#include "drift/replay.hpp"

#include "base/sha256.hpp"
#include "base/version.hpp"
#include "embedded/binaries.hpp"
#include "embedded/throwaway.hpp"
#include "migrate/migrate.hpp"
#include "revision/resolve.hpp"
#include "schema/snapshot.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::drift {

using Rows = std::vector<std::string>;

/// A throwaway server with a session on its database.
class Replay::Server {
  public:
    explicit Server(const migrate::Settings& settings)
        : session_(server_.dsn(), settings), connection_(pg::Connection::open(server_.dsn())) {}

    migrate::Session& session() { return session_; }
    schema::Model read(const catalog::ReadOptions& options) { return catalog::read(connection_, options); }

  private:
    embedded::ThrowawayServer server_;
    migrate::Session session_;
    pg::Connection connection_;
};

Replay::Replay(const revision::Graph& graph, migrate::Settings settings, catalog::ReadOptions options)
    : graph_(graph), settings_(std::move(settings)), options_(std::move(options)) {
    settings_.command = "replay";
}

Replay::~Replay() = default;

Replay::Server& Replay::server() {
    if (!server_)
        server_ = std::make_unique<Server>(settings_);
    return *server_;
}

std::string Replay::key(const Rows& rows) const {
    auto text = fmt::format("{}\n{}\n{}\n{} {} {}\n", version(), schema::snapshot_format,
                            embedded::find_binaries().version, options_.comments, options_.privileges,
                            options_.cluster);
    for (const auto& name : options_.schemas)
        text += fmt::format("schema {}\n", name);
    const auto applied = graph_.ancestors(revision::resolve_rows(graph_, rows));
    for (const auto node : revision::members(applied)) {
        const auto& revision = graph_.at(node);
        text += fmt::format("\x1e{}\x1f{}\x1f{}\x1f{}", revision.id, fmt::join(revision.down_revisions, ","),
                            fmt::join(revision.depends_on, ","), revision.up ? revision.up->sql : "");
    }
    return sha256(text);
}

schema::Model Replay::at(const Rows& rows) {
    const auto name = key(rows);
    if (auto known = cache_.find(name))
        return *std::move(known);
    auto& session = server().session();
    for (const auto& row : rows)
        migrate::upgrade(session, graph_, row, {});
    auto model = server().read(options_);
    cache_.put(name, model);
    return model;
}

std::vector<Replay::RevisionState> Replay::states() {
    std::vector<RevisionState> states{{.revision = "", .rows = {}, .model = {}}};
    for (auto& step : revision::upgrade_steps(graph_, {}, "heads").steps)
        states.push_back({.revision = step.revision->id, .rows = step.rows_after, .model = {}});
    bool complete = true;
    for (auto& state : states) {
        auto known = complete ? cache_.find(key(state.rows)) : std::nullopt;
        complete = complete && known.has_value();
        if (known)
            state.model = *std::move(known);
    }
    if (complete)
        return states;
    for (auto& state : states) {
        if (!state.revision.empty())
            migrate::upgrade(server().session(), graph_, state.revision, {});
        state.model = server().read(options_);
        cache_.put(key(state.rows), state.model);
    }
    return states;
}

} // namespace pgmend::drift
