#include "drift/verify.hpp"

#include "embedded/throwaway.hpp"
#include "migrate/migrate.hpp"
#include "pg/sql_error.hpp"
#include "revision/resolve.hpp"
#include "revision/rows.hpp"
#include "revision/steps.hpp"

#include <optional>
#include <span>

namespace pgmend::drift {
namespace {

class Trial {
  public:
    Trial(const revision::Graph& graph, const migrate::Settings& settings,
          const catalog::ReadOptions& options)
        : graph_(graph), options_(options), session_(server_.dsn(), settings),
          connection_(pg::Connection::open(server_.dsn())), model_(catalog::read(connection_, options)) {}

    /// Up, down, up; what is wrong at the first place where it does not come out even.
    std::optional<Broken> round_trip(const revision::Step& step) {
        const auto before = std::move(model_);
        if (auto failed = failure(step, "the up section fails")) {
            failed->is_up = false;
            return failed;
        }
        const auto after = read();
        if (step.revision->down) {
            if (auto failed = failure(undo(step), "the down section fails"))
                return failed;
            if (auto failed =
                    difference(step, before, "the down section does not restore the previous schema"))
                return failed;
            if (auto failed = failure(step, "the up section fails after down"))
                return failed;
            if (auto failed = difference(step, after,
                                         "running up again after down creates a different schema "
                                         "than the first time"))
                return failed;
        }
        model_ = after;
        return std::nullopt;
    }

    /// Up only, from an empty database.
    void go_up(std::span<const revision::Step> steps) {
        migrate::apply(session_, {.steps = {steps.begin(), steps.end()}, .warnings = {}}, {});
        session_.refresh();
        model_ = read();
    }

    schema::Model model() { return std::move(model_); }

  private:
    schema::Model read() { return catalog::read(connection_, options_); }

    std::optional<Broken> failure(const revision::Step& step, std::string_view what) {
        try {
            migrate::apply(session_, {.steps = {step}, .warnings = {}}, {});
            session_.refresh();
            return std::nullopt;
        } catch (const Error& error) {
            if (pg::is_from_outside(error))
                throw;
            return Broken{
                .revision = step.revision->id, .what = std::string(what), .error = std::current_exception()};
        }
    }

    std::optional<Broken> difference(const revision::Step& step, const schema::Model& expected,
                                     std::string_view what) {
        auto diff = schema::diff(expected, read());
        if (diff.findings.empty())
            return std::nullopt;
        return Broken{.revision = step.revision->id, .what = std::string(what), .diff = std::move(diff)};
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
    std::optional<Trial> trial(std::in_place, graph, settings, options);
    Verified verified;
    const auto steps = revision::upgrade_steps(graph, {}, "heads").steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (progress)
            progress(steps[i].revision->id);
        auto broken = trial->round_trip(steps[i]);
        if (!broken) {
            ++verified.revisions;
            verified.without_down += steps[i].revision->down ? 0 : 1;
            continue;
        }
        verified.broken.push_back(*std::move(broken));
        if (!verified.broken.back().is_up) {
            verified.not_tried = steps.size() - i - 1;
            break;
        }
        if (i + 1 == steps.size())
            break;
        trial.emplace(graph, settings, options);
        trial->go_up(std::span(steps).first(i + 1));
    }
    if (verified.broken.empty())
        verified.model = trial->model();
    return verified;
}

} // namespace pgmend::drift
