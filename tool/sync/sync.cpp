#include "sync/sync.hpp"

#include "base/cancel.hpp"
#include "pg/own_sql.hpp"
#include "sql/queries.hpp"
#include "sync/batch.hpp"
#include "sync/issue_stream.hpp"
#include "sync/run_log.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::sync {
namespace {

/// An input of issues: a file or stdin.
class Input {
  public:
    explicit Input(const std::string& name)
        : name_(name), descriptor_(name == "-" ? 0 : ::open(name.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (descriptor_ < 0)
            throw UsageError(fmt::format("could not read '{}': {}", name, std::strerror(errno)));
        if (descriptor_ > 0)
            ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    ~Input() {
        if (descriptor_ > 0)
            ::close(descriptor_);
    }

    std::size_t read(char* buffer, std::size_t size) const {
        for (;;) {
            cancel::check();
            const auto count = ::read(descriptor_, buffer, size);
            if (count >= 0)
                return static_cast<std::size_t>(count);
            if (errno != EINTR)
                throw UsageError(fmt::format("could not read '{}': {}", name_, std::strerror(errno)));
        }
    }

  private:
    std::string name_;
    int descriptor_;
};

/// Returns what is wrong when the input ends within an array or object; what came before is loaded.
std::string feed(const std::string& name, const Settings& settings, Loader& loader) {
    const Input input(name);
    IssueStream stream([&](char* buffer, std::size_t size) { return input.read(buffer, size); },
                       settings.longest_issue);
    for (StreamItem item; stream.next(item);)
        loader.add({.text = std::string(item.text),
                    .source = name == "-" ? "stdin" : name,
                    .line = item.line,
                    .offset = item.offset,
                    .too_long = item.too_long});
    if (stream.open_at_end().empty())
        return {};
    return fmt::format("{} ends inside {}, at byte {}", name == "-" ? "stdin" : "'" + name + "'",
                       stream.open_at_end(), stream.size());
}

std::string kinds_text(const RejectFile& rejects) {
    std::string text;
    for (const auto& [kind, count] : rejects.kinds())
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kind);
    return text.empty() ? text : fmt::format("rejected: {} (see {})", text, rejects.path());
}

/// Writes the end of a failed run, as far as the connection still allows it; else the next run does.
void finish_failed(Run& run, const Totals& totals, const std::string& reason) noexcept {
    // The user's wish to stop cancels the first statement after it.
    for (int attempt = 0; attempt < 2; ++attempt) {
        try {
            return run.finish(totals, reason, "");
        } catch (const std::exception&) { // NOLINT: the reason itself is on its way up
        }
    }
}

/// One run from its lock to its end; `fill` gives the loader its issues and returns what was wrong with the
/// input as a whole.
template <typename Fill>
Outcome one_run(const pg::Dsn& dsn, const Settings& settings, const Fill& fill) {
    Run run(dsn, settings);
    RejectFile rejects(settings.reject_file, settings.max_rejects);
    Totals totals;
    std::string truncated;
    try {
        Loader loader(dsn, settings, run.id(), rejects);
        try {
            truncated = fill(loader);
            loader.finish();
            totals = loader.totals();
        } catch (...) {
            totals = loader.totals();
            throw;
        }
    } catch (const std::exception& error) {
        finish_failed(run, totals, error.what());
        throw;
    }
    run.finish(totals, truncated, kinds_text(rejects));
    return {.totals = totals,
            .reject_kinds = rejects.kinds(),
            .reject_file = rejects.count() > 0 ? rejects.path() : std::string(),
            .truncated = truncated};
}

} // namespace

Outcome load_files(const pg::Dsn& dsn, const Settings& settings, const std::vector<std::string>& files) {
    for (const auto& name : files) // a name that is wrong is told before anything is loaded
        if (name != "-")
            const Input probe(name);
    return one_run(dsn, settings, [&](Loader& loader) {
        std::string truncated;
        for (const auto& name : files)
            if (const auto wrong = feed(name, settings, loader); !wrong.empty())
                truncated += (truncated.empty() ? "" : "; ") + wrong;
        return truncated;
    });
}

Outcome run_tracker(const pg::Dsn& dsn, const Settings& settings, const TrackerSettings& tracker) {
    return one_run(dsn, settings, [&](Loader& loader) {
        auto connection = pg::Connection::open(dsn, {.application_name = "pgmend " + settings.command});
        connection.run(pg::own("SELECT set_config('DateStyle', 'ISO', false)"));
        fetch(tracker, connection, loader);
        return std::string();
    });
}

std::vector<PastRun> recent_runs(const pg::Dsn& dsn, int max_runs) {
    auto connection = pg::Connection::open(dsn, {.application_name = "pgmend sync status"});
    connection.run(pg::own("SELECT set_config('DateStyle', 'ISO', false)"));
    const auto rows = connection.run(sql::sync_recent_runs, {max_runs});
    std::vector<PastRun> runs;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        runs.push_back({.id = rows.get<std::string>(row, "id"),
                        .started = rows.get<std::string>(row, "sync_started_at"),
                        .completed = rows.get<std::string>(row, "sync_completed_at"),
                        .status = rows.get<std::string>(row, "status"),
                        .details = rows.get<std::string>(row, "details"),
                        .processed = rows.get<long long>(row, "processed"),
                        .created = rows.get<long long>(row, "created"),
                        .updated = rows.get<long long>(row, "updated"),
                        .errors = rows.get<long long>(row, "errors")});
    return runs;
}

} // namespace pgmend::sync
