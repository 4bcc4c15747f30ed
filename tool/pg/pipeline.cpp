#include "pg/pipeline.hpp"

#include <stdexcept>

#include <libpq-fe.h>

namespace pgmend::pg {

Pipeline::Pipeline(Connection& connection) : connection_(connection) {
    PQsetnonblocking(connection_.raw(), 1);
    if (PQenterPipelineMode(connection_.raw()) == 0)
        throw connection_.error_of(nullptr, {.sql = "(pipeline)"});
}

Pipeline::~Pipeline() {
    try {
        if (!sent_.empty() && !sent_.back().is_sync)
            sync();
        while (!sent_.empty() && connection_.alive())
            next();
    } catch (const std::exception&) { // NOLINT: only a lost connection can fail here, and that shows at its
                                      // next use
    }
    PQexitPipelineMode(connection_.raw());
    PQsetnonblocking(connection_.raw(), 0);
}

void Pipeline::flush_some() {
    while (PQflush(connection_.raw()) > 0) {
        connection_.wait(true);
        PQconsumeInput(connection_.raw());
    }
    unflushed_ = 0;
}

/// Small messages go together: a call of the system and a wake-up of the server for each would cost more than
/// they do.
void Pipeline::flush_if_many(std::size_t bytes) {
    constexpr std::size_t many = 8192;
    unflushed_ += bytes;
    if (unflushed_ >= many)
        flush_some();
}

void Pipeline::send(Query query) {
    std::vector<const char*> values;
    std::size_t bytes = query.sql.size();
    for (const auto& value : query.parameters.values()) {
        values.push_back(value ? value->c_str() : nullptr);
        bytes += value ? value->size() : 0;
    }
    const int count = static_cast<int>(values.size());
    const std::string text(query.prepared.empty() ? query.sql : query.prepared);
    auto* raw = connection_.raw();
    const int sent =
        query.prepared.empty()
            ? PQsendQueryParams(raw, text.c_str(), count, nullptr, values.data(), nullptr, nullptr, 0)
            : PQsendQueryPrepared(raw, text.c_str(), count, values.data(), nullptr, nullptr, 0);
    if (sent == 0)
        throw connection_.error_of(nullptr, query);
    sent_.push_back({.query = std::move(query)});
    flush_if_many(bytes);
}

void Pipeline::send_prepare(const std::string& name, std::string_view sql) {
    if (PQsendPrepare(connection_.raw(), name.c_str(), std::string(sql).c_str(), 0, nullptr) == 0)
        throw connection_.error_of(nullptr, {.sql = sql});
    sent_.push_back({.query = {.sql = sql}});
    flush_if_many(sql.size());
}

void Pipeline::sync() {
    if (PQpipelineSync(connection_.raw()) == 0)
        throw connection_.error_of(nullptr, {.sql = "(sync)"});
    sent_.push_back({.is_sync = true});
    flush_some();
}

Pipeline::Outcome Pipeline::next() {
    if (sent_.empty())
        throw std::logic_error("nothing is left in the pipeline");
    const auto sent = std::move(sent_.front());
    sent_.pop_front();
    Outcome outcome{.is_sync = sent.is_sync};
    auto* raw = connection_.next_raw();
    if (raw == nullptr && !sent.is_sync)
        throw connection_.error_of(nullptr, sent.query);
    const auto status = PQresultStatus(raw);
    outcome.result = Result(raw);
    if (raw == nullptr || (sent.is_sync && status != PGRES_PIPELINE_SYNC))
        throw connection_.error_of(raw, sent.query);
    if (sent.is_sync)
        return outcome;
    outcome.aborted = status == PGRES_PIPELINE_ABORTED;
    if (status == PGRES_FATAL_ERROR)
        outcome.error = connection_.error_of(raw, sent.query);
    else
        connection_.note_success(raw);
    // One null result ends each statement's results; a second real one cannot come in this protocol.
    while (auto* rest = connection_.next_raw())
        PQclear(rest);
    if (outcome.error && outcome.error->connection_lost())
        throw *std::move(outcome.error);
    return outcome;
}

Result Pipeline::expect() {
    auto outcome = next();
    if (outcome.error)
        throw *std::move(outcome.error);
    return std::move(outcome.result);
}

} // namespace pgmend::pg
