#include "drift/replay.hpp"

#include "base/letters.hpp"
#include "base/sha256.hpp"
#include "base/version.hpp"
#include "drift/replay_database.hpp"
#include "embedded/binaries.hpp"
#include "pg/sql_error.hpp"
#include "revision/resolve.hpp"
#include "revision/steps.hpp"
#include "schema/snapshot.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace pgmend::drift {

using Rows = std::vector<std::string>;

namespace {

/// Whether what the files make may depend on the name of the database: current_database(), ON DATABASE.
bool says_database(const revision::Graph& graph) {
    return std::ranges::any_of(graph.revisions(), [](const revision::Revision& revision) {
        return revision.up && lower(revision.up->sql).find("database") != std::string::npos;
    });
}

} // namespace

/// The database, with a session in it.
class Replay::Server {
  public:
    Server(const migrate::Settings& settings, const World& world, const FileNames& names)
        : database_(world, names), session_(database_.dsn(), settings), connection_(database_.connect()) {}

    void run(const revision::Steps& steps) { database_.run(session_, steps); }
    const Rows& rows() const { return session_.rows(); }
    schema::Model read(catalog::ReadOptions options) {
        options.prepared = prepared_;
        return catalog::read(connection_, options);
    }

  private:
    ReplayDatabase database_;
    migrate::Session session_;
    pg::Connection connection_;
    std::shared_ptr<std::set<std::string>> prepared_ = std::make_shared<std::set<std::string>>();
};

Replay::Replay(const revision::Graph& graph, migrate::Settings settings, catalog::ReadOptions options,
               World world)
    : graph_(graph), settings_(std::move(settings)), options_(std::move(options)), world_(std::move(world)) {
    settings_.command = "replay";
}

Replay::~Replay() = default;

const FileNames& Replay::names() {
    if (!names_)
        names_ = names_in(graph_);
    return *names_;
}

Replay::Server& Replay::server() {
    if (!server_)
        server_ = std::make_unique<Server>(settings_, world_, names());
    return *server_;
}

std::string Replay::key(const Rows& rows) const {
    const auto server = world_.scratch.empty() ? embedded::find_binaries().version : 0;
    auto text = fmt::format("{}\n{}\n{}\n{} {} {}\n", version(), schema::snapshot_format, server,
                            options_.comments, options_.privileges, options_.cluster);
    text += identity(world_, options_.cluster || says_database(graph_));
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
    for (const auto& row : rows)
        server().run(revision::upgrade_steps(graph_, server().rows(), row));
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
    if (left_out_.empty())
        cache_.put_history(name, *history_);
    return *history_;
}

History Replay::replayed_history() {
    server_.reset(); // at() may have left its schema
    auto steps = revision::upgrade_steps(graph_, {}, "heads").steps;
    History history;
    history.add("", {}, server().read(options_));
    while (!steps.empty()) {
        const auto& revision = *steps.front().revision;
        try {
            server().run(revision::upgrade_steps(graph_, server().rows(), revision.id));
            history.add(revision.id, server().rows(), server().read(options_));
            steps.erase(steps.begin());
        } catch (const Error& error) {
            if (pg::is_from_outside(error))
                throw;
            const auto node = graph_.node(revision);
            const auto beyond = graph_.descendants(std::span(&node, 1));
            const auto count = std::erase_if(
                steps, [&](const revision::Step& step) { return beyond[graph_.node(*step.revision)]; });
            left_out_.push_back(fmt::format(
                "revision {} cannot be replayed{}: {}", graph_.id(node),
                count > 1 ? fmt::format(", nor {} that build on it", count - 1) : "", error.message()));
        }
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
