#include "pg/connecting.hpp"

#include "pg/connect.hpp"
#include "pg/failure.hpp"
#include "pg/retry.hpp"
#include "pg/sql_error.hpp"

#include <utility>

#include <libpq-fe.h>

namespace pgmend::pg {
namespace {

SqlError refused(const ConnectFailure& failure, const Dsn& dsn) {
    return SqlError({.severity = "FATAL", .sqlstate = failure.sqlstate, .message = failure.message}, "", {},
                    true)
        .with_hint(connect_hint(failure, dsn))
        .in_context("could not connect");
}

} // namespace

Connecting::Connecting(Dsn dsn, ConnectOptions options)
    : dsn_(std::move(dsn)), options_(std::move(options)), raw_(start_connect(dsn_, options_)),
      state_(advance_connect(raw_)) {}

Connecting::Connecting(Connecting&& other) noexcept
    : dsn_(std::move(other.dsn_)), options_(std::move(other.options_)),
      raw_(std::exchange(other.raw_, nullptr)), state_(other.state_) {}

Connecting& Connecting::operator=(Connecting&& other) noexcept {
    std::swap(dsn_, other.dsn_);
    std::swap(options_, other.options_);
    std::swap(raw_, other.raw_);
    std::swap(state_, other.state_);
    return *this;
}

Connecting::~Connecting() {
    PQfinish(raw_);
}

void Connecting::restart(const Dsn& dsn) {
    PQfinish(std::exchange(raw_, nullptr));
    raw_ = start_connect(dsn, options_);
    state_ = advance_connect(raw_);
}

pg_conn* Connecting::finish() {
    Backoff backoff({.first = std::chrono::milliseconds(50), .max = std::chrono::milliseconds(1000)});
    const auto give_up = std::chrono::steady_clock::now() + options_.retry_for;
    std::string silent; // the addresses that have not answered
    for (auto dsn = dsn_;;) {
        const auto end = finish_connect(raw_, state_);
        if (end == ConnectEnd::connected)
            break;
        auto failure = connect_failure(PQerrorMessage(raw_));
        if (end == ConnectEnd::timed_out) {
            failure.message = timeout_text(raw_);
            if (const auto rest = rest_after(raw_)) {
                silent += failure.message + "; ";
                dsn.parameters.erase("hostaddr");
                for (const auto& [keyword, value] : *rest)
                    dsn.parameters[keyword] = value;
                restart(dsn);
                continue;
            }
        }
        failure.message = silent + failure.message;
        if (!failure.transient || std::chrono::steady_clock::now() >= give_up) {
            auto error = refused(failure, dsn_);
            tell_failure({.error = error});
            throw error;
        }
        PQfinish(std::exchange(raw_, nullptr)); // a slot of the server's is not kept over the pause
        backoff.wait();
        silent.clear();
        restart(dsn = dsn_);
    }
    return std::exchange(raw_, nullptr);
}

} // namespace pgmend::pg
