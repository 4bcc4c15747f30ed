#include "drift/verify.hpp"

#include "embedded/throwaway.hpp"
#include "migrate/migrate.hpp"
#include "revision/resolve.hpp"
#include "revision/rows.hpp"
#include "revision/steps.hpp"

namespace pgmend::drift {
namespace {

class Trial {
  public:
    Trial(const revision::Graph& graph, const migrate::Settings& settings,
          const catalog::ReadOptions& options)
        : graph_(graph), options_(options), session_(server_.dsn(), settings),
          connection_(pg::Connection::open(server_.dsn())), model_(catalog::read(connection_, options)) {}

    /// Up, down, up; the difference at the first place where it does not come out even.
    std::optional<Broken> round_trip(const revision::Step& step) {
        const auto& id = step.revision->id;
        const auto before = std::move(model_);
        run(step);
        const auto after = read();
        if (step.revision->down) {
            run(undo(step));
            if (auto diff = schema::diff(before, read()); !diff.findings.empty())
                return Broken{id, "its down section does not restore the schema that was before",
                              std::move(diff)};
            run(step);
            if (auto diff = schema::diff(after, read()); !diff.findings.empty())
                return Broken{id, "up after down gives another schema than up at first", std::move(diff)};
        }
        model_ = after;
        return std::nullopt;
    }

    schema::Model model() { return std::move(model_); }

  private:
    schema::Model read() { return catalog::read(connection_, options_); }

    void run(const revision::Step& step) {
        migrate::apply(session_, {.steps = {step}, .warnings = {}}, {});
        session_.refresh();
    }

    /// The step that takes back only this revision, whatever other branches have applied.
    revision::Step undo(const revision::Step& step) const {
        const auto rows = revision::resolve_rows(graph_, step.rows_after);
        revision::Applied applied(graph_, rows);
        revision::Step down{.direction = revision::Step::Direction::down,
                            .revision = step.revision,
                            .from = step.to,
                            .to = step.from};
        down.changes = applied.remove(graph_.node(*step.revision));
        down.rows_after = applied.rows();
        return down;
    }

    const revision::Graph& graph_;
    const catalog::ReadOptions& options_;
    embedded::ThrowawayServer server_;
    migrate::Session session_;
    pg::Connection connection_;
    schema::Model model_;
};

} // namespace

Verified verify(const revision::Graph& graph, const migrate::Settings& settings,
                const catalog::ReadOptions& options,
                const std::function<void(const std::string& revision)>& progress) {
    Trial trial(graph, settings, options);
    Verified verified;
    for (const auto& step : revision::upgrade_steps(graph, {}, "heads").steps) {
        if (progress)
            progress(step.revision->id);
        verified.broken = trial.round_trip(step);
        if (verified.broken)
            return verified;
        ++verified.revisions;
        verified.without_down += step.revision->down ? 0 : 1;
    }
    verified.model = trial.model();
    return verified;
}

} // namespace pgmend::drift
