#include "drift/replay.hpp"

#include "base/sha256.hpp"
#include "base/version.hpp"
#include "embedded/binaries.hpp"
#include "embedded/throwaway.hpp"
#include "migrate/migrate.hpp"
#include "pg/sql_error.hpp"
#include "revision/resolve.hpp"
#include "revision/steps.hpp"
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
    void run(const revision::Step& step) {
        migrate::apply(session_, {.steps = {step}, .warnings = {}}, {});
        session_.refresh();
    }
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

const History& Replay::history() {
    if (history_)
        return *history_;
    const auto name = key(graph_.ids(graph_.real_heads()));
    if (auto known = cache_.find_history(name))
        return history_.emplace(*std::move(known));
    history_ = replayed_history();
    if (history_->failure.empty())
        cache_.put_history(name, *history_);
    return *history_;
}

History Replay::replayed_history() {
    server_.reset(); // at() may have left its schema
    const auto steps = revision::upgrade_steps(graph_, {}, "heads").steps;
    History history;
    history.add("", {}, server().read(options_));
    for (const auto& step : steps) {
        try {
            server().run(step);
        } catch (const Error& error) {
            if (pg::is_from_outside(error) || error.code() == ExitCode::interrupted)
                throw;
            history.not_replayed = steps.size() - (history.size() - 1);
            history.failure = fmt::format("revision {} and those after it were not considered: {}",
                                          step.revision->id, error.message());
            break;
        }
        history.add(step.revision->id, step.rows_after, server().read(options_));
    }
    server_.reset();
    return history;
}

bool Replay::knows(const Rows& rows) const {
    return std::ranges::all_of(rows, [&](const std::string& row) { return graph_.lookup(row).has_value(); });
}

std::size_t Replay::pending_after(const Rows& rows) const {
    return revision::upgrade_steps(graph_, rows, "heads").steps.size();
}

} // namespace pgmend::drift
