#include "sync/loader.hpp"

#include "base/cancel.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"
#include "sync/batch.hpp"
#include "sync/guess_bad_row.hpp"
#include "sync/run_log.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

/// An issue with what was made of it.
struct Mapped {
    const RawIssue* raw = nullptr;
    Issue issue;
};

/// Whether the server refused a row for what is in it, so that another row may pass.
bool is_about_data(const pg::SqlError& error) {
    const auto state = std::string_view(error.sqlstate()).substr(0, 2);
    return state == "22" || state == "23" || state == "44" || state == "54" || error.is("P0001");
}

Reject refusal(const Issue& issue, const pg::SqlError& error) {
    const auto& diagnostic = error.diagnostic();
    auto reason = fmt::format("the server rejected it: {} [{}]", diagnostic.message, diagnostic.sqlstate);
    if (!diagnostic.detail.empty())
        reason += ": " + diagnostic.detail.substr(0, 500);
    return {.kind = "server", .reason = std::move(reason), .tracker_id = issue.tracker_id, .key = issue.key};
}

} // namespace

/// One of the connections that write.
class Loader::Worker {
  public:
    explicit Worker(Loader& loader) : loader_(loader) {}

    void load(const Numbered& batch) {
        const auto issues = map(batch.issues);
        std::vector<std::string> ids;
        for (const auto& one : issues)
            ids.push_back(one.issue.tracker_id);
        if (!loader_.sequencer_.acquire(batch.number, std::move(ids)))
            return;
        std::vector<const Mapped*> pointers;
        for (const auto& one : issues)
            pointers.push_back(&one);
        write(std::move(pointers));
        loader_.sequencer_.release(batch.number);
    }

  private:
    std::vector<Mapped> map(const Batch& batch) {
        std::vector<Mapped> mapped;
        mapped.reserve(batch.size());
        for (const auto& raw : batch) {
            auto result = map_issue(raw, loader_.settings_.mapping, document_);
            if (auto* issue = std::get_if<Issue>(&result))
                mapped.push_back({.raw = &raw, .issue = std::move(*issue)});
            else
                reject(raw, std::get<Reject>(result));
        }
        return mapped;
    }

    void reject(const RawIssue& raw, const Reject& reject) {
        loader_.add_totals({.issues = 1, .rejected = 1});
        loader_.rejects_.add(raw, reject);
    }

    /// Writes the issues, without those that the server refuses; how many those are.
    std::size_t write(std::vector<const Mapped*> issues) {
        std::size_t refused = 0;
        bool may_guess = true;
        while (!issues.empty()) {
            try {
                persist(issues);
                break;
            } catch (const BadRow& bad) {
                refuse(issues, bad.index, bad.error);
                ++refused;
            } catch (const pg::SqlError& error) {
                if (!is_about_data(error))
                    throw;
                if (issues.size() == 1) {
                    refuse(issues, 0, error);
                    return refused + 1;
                }
                const auto guess = may_guess ? guessed(issues, error) : std::nullopt;
                const auto part = take_part(issues, guess);
                const auto found = write(part);
                refused += found;
                may_guess = may_guess && (!guess || found > 0);
            }
        }
        return refused;
    }

    void refuse(std::vector<const Mapped*>& issues, std::size_t index, const pg::SqlError& error) {
        const auto* one = issues[index];
        reject(*one->raw, refusal(one->issue, error));
        issues.erase(issues.begin() + static_cast<std::ptrdiff_t>(index));
    }

    static std::optional<std::size_t> guessed(const std::vector<const Mapped*>& issues,
                                              const pg::SqlError& error) {
        std::vector<const Issue*> values;
        for (const auto* one : issues)
            values.push_back(&one->issue);
        return guess_bad_row(values, error.diagnostic());
    }

    /// The issue guessed, or the first half, out of the issues.
    static std::vector<const Mapped*> take_part(std::vector<const Mapped*>& issues,
                                                std::optional<std::size_t> guess) {
        const auto begin = issues.begin() + static_cast<std::ptrdiff_t>(guess.value_or(0));
        const auto end = begin + static_cast<std::ptrdiff_t>(guess ? 1 : issues.size() / 2);
        std::vector<const Mapped*> part(begin, end);
        issues.erase(begin, end);
        return part;
    }

    /// One transaction, tried again while the reason for its failure may pass.
    void persist(const std::vector<const Mapped*>& issues) {
        pg::Backoff backoff({.first = std::chrono::milliseconds(100), .max = std::chrono::seconds(5)});
        for (int attempt = 1;; ++attempt) {
            const pg::AttemptScope scope(attempt);
            try {
                if (attempt_once(issues))
                    return;
            } catch (const pg::SqlError& error) {
                // Somebody else may have inserted the same issue after the merge had looked for it.
                const bool race = error.is(pg::sqlstate::unique_violation) && attempt == 1;
                const auto reason = pg::transient_reason(error.sqlstate());
                const bool may_pass = race || reason || error.connection_lost();
                if (!may_pass || attempt > loader_.settings_.retries || cancel::requests() > 0)
                    throw;
                notify(fmt::format("trying a batch again: {}", reason.value_or(error.message())));
            }
            if (attempt > loader_.settings_.retries)
                throw Error("a batch was repeatedly rolled back during commit", ExitCode::no_connection);
            backoff.wait();
        }
    }

    /// False when the transaction turned out to be rolled back after all.
    bool attempt_once(const std::vector<const Mapped*>& issues) {
        if (!writer_ || !writer_->connection.alive())
            writer_ = std::make_unique<Writer>(open_writer(loader_.dsn_, loader_.settings_));
        auto& connection = writer_->connection;
        std::vector<const Issue*> values;
        for (const auto* one : issues)
            values.push_back(&one->issue);
        pg::Transaction transaction(connection);
        const auto totals = write_batch(*writer_, values, loader_.settings_.mapping.partial);
        count_batch(connection, loader_.run_, totals);
        transaction.release();
        const auto outcome = pg::commit_and_verify(connection, loader_.dsn_);
        if (outcome == pg::CommitOutcome::rolled_back)
            return false;
        if (outcome == pg::CommitOutcome::committed_after_reconnect)
            notify("the connection was lost during the commit of a batch; the server reports that it was "
                   "committed");
        loader_.add_totals(totals);
        return true;
    }

    void notify(const std::string& text) const {
        if (loader_.settings_.info)
            loader_.settings_.info(text);
    }

    Loader& loader_;
    std::unique_ptr<Writer> writer_;
    json::Document document_;
};

Loader::Loader(const pg::Dsn& dsn, const Settings& settings, std::string run, RejectFile& rejects)
    : dsn_(dsn), settings_(settings), run_(std::move(run)), rejects_(rejects) {
    for (int i = 0; i < std::max(1, settings.loaders); ++i)
        threads_.emplace_back([this] { work(); });
}

Loader::~Loader() {
    fail(std::make_exception_ptr(Error("canceled")));
    for (auto& thread : threads_)
        if (thread.joinable())
            thread.join();
}

void Loader::work() {
    try {
        Worker worker(*this);
        for (Numbered batch; take(batch);)
            worker.load(batch);
    } catch (...) {
        fail(std::current_exception());
    }
}

void Loader::fail(std::exception_ptr error) {
    sequencer_.stop();
    const std::lock_guard lock(mutex_);
    if (!failure_)
        failure_ = std::move(error);
    waiting_.clear();
    no_more_ = true;
    changed_.notify_all();
}

bool Loader::take(Numbered& batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !waiting_.empty() || no_more_; });
    if (waiting_.empty())
        return false;
    batch = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return true;
}

void Loader::hand_over() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.empty() || failure_; });
    if (failure_)
        std::rethrow_exception(failure_);
    if (!gathered_.empty())
        waiting_.push_back({.number = numbers_given_++, .issues = std::exchange(gathered_, {})});
    gathered_bytes_ = 0;
    changed_.notify_all();
}

void Loader::add(RawIssue issue) {
    cancel::check();
    gathered_bytes_ += issue.text.size();
    gathered_.push_back(std::move(issue));
    if (gathered_.size() >= settings_.batch || gathered_bytes_ >= settings_.batch_bytes)
        hand_over();
}

void Loader::finish() {
    hand_over();
    {
        const std::lock_guard lock(mutex_);
        no_more_ = true;
        changed_.notify_all();
    }
    for (auto& thread : threads_)
        thread.join();
    if (failure_)
        std::rethrow_exception(failure_);
}

Totals Loader::totals() const {
    const std::lock_guard lock(mutex_);
    return totals_;
}

void Loader::add_totals(const Totals& totals) {
    const std::lock_guard lock(mutex_);
    totals_ += totals;
}

} // namespace pgmend::sync
