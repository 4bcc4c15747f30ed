#include "drift/verify.hpp"

#include "drift/replay_database.hpp"
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
          const catalog::ReadOptions& options, const World& world, const FileNames& names)
        : graph_(graph), options_(options), database_(world, names), session_(database_.dsn(), settings),
          connection_(database_.connect()), model_(catalog::read(connection_, options)) {}

    const std::vector<std::string>& rows() const { return session_.rows(); }

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
        database_.run(session_, {.steps = {steps.begin(), steps.end()}, .warnings = {}});
        model_ = read();
    }

    schema::Model model() { return std::move(model_); }

  private:
    schema::Model read() { return catalog::read(connection_, options_); }

    std::optional<Broken> failure(const revision::Step& step, std::string_view what) {
        try {
            database_.run(session_, {.steps = {step}, .warnings = {}});
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
    ReplayDatabase database_;
    migrate::Session session_;
    pg::Connection connection_;
    schema::Model model_;
};

} // namespace

Verified verify(const revision::Graph& graph, const migrate::Settings& settings,
                const catalog::ReadOptions& options, const World& world,
                const std::function<void(const std::string& revision)>& progress) {
    const auto names = names_in(graph);
    std::optional<Trial> trial(std::in_place, graph, settings, options, world, names);
    Verified verified;
    auto todo = revision::upgrade_steps(graph, {}, "heads").steps;
    std::vector<revision::Step> up;
    while (!todo.empty()) {
        const auto& revision = *todo.front().revision;
        // Made for where it starts: what could not go up before it is not there.
        const auto step = revision::upgrade_steps(graph, trial->rows(), revision.id).steps.front();
        if (progress)
            progress(revision.id);
        auto broken = trial->round_trip(step);
        const bool is_up = !broken || broken->is_up;
        if (is_up) {
            up.push_back(step);
            todo.erase(todo.begin());
        } else {
            const auto node = graph.node(revision);
            const auto beyond = graph.descendants(std::span(&node, 1));
            verified.not_tried +=
                std::erase_if(todo,
                              [&](const revision::Step& one) { return beyond[graph.node(*one.revision)]; }) -
                1;
        }
        if (!broken) {
            ++verified.revisions;
            verified.without_down += revision.down ? 0 : 1;
            continue;
        }
        verified.broken.push_back(*std::move(broken));
        if (todo.empty())
            break;
        trial.emplace(graph, settings, options, world, names);
        trial->go_up(up);
    }
    if (verified.broken.empty())
        verified.model = trial->model();
    return verified;
}

} // namespace pgmend::drift
