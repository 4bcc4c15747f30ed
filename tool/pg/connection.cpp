#include "pg/connection.hpp"

#include "base/cancel.hpp"
#include "pg/connect.hpp"
#include "pg/retry.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

namespace pgmend::pg {

struct Connection::Impl {
    explicit Impl(PGconn* connection) : raw(connection) {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { PQfinish(raw); }

    PGconn* raw;
    std::function<void(const Notice&)> notice_handler;
    std::vector<Notice> notices;
    int cancels_sent = 0;
};

namespace {

std::string field(const PGresult* raw, int code) {
    const char* text = PQresultErrorField(raw, code);
    return text != nullptr ? text : "";
}

Diagnostic diagnostic_of(const PGresult* raw) {
    Diagnostic d{.severity = field(raw, PG_DIAG_SEVERITY_NONLOCALIZED),
                 .sqlstate = field(raw, PG_DIAG_SQLSTATE),
                 .message = field(raw, PG_DIAG_MESSAGE_PRIMARY),
                 .detail = field(raw, PG_DIAG_MESSAGE_DETAIL),
                 .hint = field(raw, PG_DIAG_MESSAGE_HINT),
                 .internal_query = field(raw, PG_DIAG_INTERNAL_QUERY),
                 .context = field(raw, PG_DIAG_CONTEXT),
                 .schema = field(raw, PG_DIAG_SCHEMA_NAME),
                 .table = field(raw, PG_DIAG_TABLE_NAME),
                 .column = field(raw, PG_DIAG_COLUMN_NAME),
                 .data_type = field(raw, PG_DIAG_DATATYPE_NAME),
                 .constraint = field(raw, PG_DIAG_CONSTRAINT_NAME)};
    if (const auto file = field(raw, PG_DIAG_SOURCE_FILE); !file.empty())
        d.source = fmt::format("{}:{}, {}", file, field(raw, PG_DIAG_SOURCE_LINE),
                               field(raw, PG_DIAG_SOURCE_FUNCTION));
    if (const auto position = field(raw, PG_DIAG_STATEMENT_POSITION); !position.empty())
        d.position = std::atoi(position.c_str());
    return d;
}

std::string without_newline(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    return text;
}

void send_cancel(PGconn* raw) {
    PGcancel* cancel = PQgetCancel(raw);
    if (cancel == nullptr)
        return;
    std::array<char, 256> error{};
    PQcancel(cancel, error.data(), static_cast<int>(error.size()));
    PQfreeCancel(cancel);
}

/// Waits for the socket; true when the user's wish to stop is what ended the wait.
bool poll_socket(int socket, short events, int timeout_ms) {
    std::array<pollfd, 2> fds{pollfd{socket, events, 0}, pollfd{cancel::descriptor(), POLLIN, 0}};
    // After the first request the descriptor stays readable: a second one is seen by its count, each half
    // second.
    const bool watch = cancel::descriptor() >= 0 && cancel::requests() == 0;
    const int timeout = cancel::requests() > 0 && timeout_ms < 0 ? 500 : timeout_ms;
    const int ready = ::poll(fds.data(), watch ? 2 : 1, timeout);
    if (ready < 0 && errno != EINTR)
        throw Error("waiting for the server failed", ExitCode::no_connection);
    return cancel::requests() > 0;
}

PGconn* start_connect(const Dsn& dsn, const ConnectOptions& options) {
    auto parameters = dsn.parameters;
    parameters.try_emplace("application_name", options.application_name);
    parameters.try_emplace("connect_timeout", "10");
    parameters["client_encoding"] = "UTF8";
    std::vector<const char*> keywords, values;
    for (const auto& [keyword, value] : parameters) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    PGconn* raw = PQconnectStartParams(keywords.data(), values.data(), 0);
    if (raw == nullptr)
        throw Error("out of memory", ExitCode::no_connection);
    PQsetErrorVerbosity(raw, PQERRORS_VERBOSE); // the only way to learn the SQLSTATE of a refused connection
    return raw;
}

/// Polls until the connection stands or has failed; an own deadline, since connect_timeout binds PQconnectdb
/// only.
bool finish_connect(PGconn* raw) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    auto state = PQstatus(raw) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0)
            return false;
        poll_socket(PQsocket(raw), state == PGRES_POLLING_READING ? POLLIN : POLLOUT,
                    static_cast<int>(left.count()));
        cancel::check();
        state = PQconnectPoll(raw);
    }
    return state == PGRES_POLLING_OK;
}

} // namespace

Connection::Connection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
    PQsetNoticeReceiver(
        impl_->raw,
        [](void* self, const PGresult* raw) {
            auto& target = *static_cast<Impl*>(self);
            if (target.notice_handler)
                target.notice_handler(diagnostic_of(raw));
            else
                target.notices.push_back(diagnostic_of(raw));
        },
        impl_.get());
}

Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection Connection::open(const Dsn& dsn, const ConnectOptions& options) {
    Backoff backoff({.first = std::chrono::milliseconds(50), .most = std::chrono::milliseconds(1000)});
    const auto give_up = std::chrono::steady_clock::now() + options.retry_for;
    for (;;) {
        auto impl = std::make_unique<Impl>(start_connect(dsn, options));
        if (finish_connect(impl->raw))
            return Connection(std::move(impl));
        auto failure = connect_failure(PQerrorMessage(impl->raw));
        if (failure.message.empty())
            failure.message = "the server did not answer within 10 s";
        if (!failure.transient || std::chrono::steady_clock::now() >= give_up) {
            throw SqlError({.severity = "FATAL", .sqlstate = failure.sqlstate, .message = failure.message},
                           "", {}, true)
                .with_hint(connect_hint(failure, dsn))
                .in_context("cannot connect");
        }
        backoff.wait();
    }
}

void Connection::wait(bool for_write) {
    const bool stop =
        poll_socket(PQsocket(impl_->raw), static_cast<short>(POLLIN | (for_write ? POLLOUT : 0)), -1);
    if (stop && impl_->cancels_sent < cancel::requests()) {
        impl_->cancels_sent = cancel::requests();
        send_cancel(impl_->raw);
    }
}

pg_result* Connection::next_raw() {
    while (PQisBusy(impl_->raw) != 0) {
        if (PQflush(impl_->raw) > 0) {
            wait(true);
        } else {
            wait(false);
        }
        if (PQconsumeInput(impl_->raw) == 0)
            break; // PQgetResult tells of the lost connection
    }
    return PQgetResult(impl_->raw);
}

SqlError Connection::error_of(const pg_result* raw, const Query& query) const {
    const bool lost = PQstatus(impl_->raw) == CONNECTION_BAD;
    auto diagnostic = raw != nullptr ? diagnostic_of(raw) : Diagnostic{};
    if (diagnostic.message.empty())
        diagnostic.message =
            without_newline(raw != nullptr ? PQresultErrorMessage(raw) : PQerrorMessage(impl_->raw));
    if (diagnostic.message.empty())
        diagnostic.message = "the connection to the server was lost";
    SqlError error(std::move(diagnostic), std::string(query.sql), query.location, lost);
    error.with_parameters(query.parameters.redacted());
    return error;
}

Result Connection::run(const Query& query) {
    std::vector<const char*> values;
    for (const auto& value : query.parameters.values())
        values.push_back(value ? value->c_str() : nullptr);
    const int count = static_cast<int>(values.size());
    const std::string text(query.prepared.empty() ? query.sql : query.prepared);
    const int sent =
        query.prepared.empty()
            ? PQsendQueryParams(impl_->raw, text.c_str(), count, nullptr, values.data(), nullptr, nullptr, 0)
            : PQsendQueryPrepared(impl_->raw, text.c_str(), count, values.data(), nullptr, nullptr, 0);
    if (sent == 0)
        throw error_of(nullptr, query);
    Result last;
    std::optional<SqlError> error;
    while (auto* raw = next_raw()) {
        const auto status = PQresultStatus(raw);
        Result result(raw);
        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR) {
            if (!error)
                error = error_of(raw, query);
        } else {
            last = std::move(result);
        }
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
            break; // the caller goes on (copy_in.hpp)
    }
    if (error)
        throw *std::move(error);
    return last;
}

Result Connection::run_script(std::string_view sql, const SourceLocation& location) {
    const Query query{.sql = sql, .location = location};
    if (PQsendQuery(impl_->raw, std::string(sql).c_str()) == 0)
        throw error_of(nullptr, query);
    Result last;
    std::optional<SqlError> error;
    while (auto* raw = next_raw()) {
        const auto status = PQresultStatus(raw);
        Result result(raw);
        if (status == PGRES_FATAL_ERROR && !error)
            error = error_of(raw, query);
        else
            last = std::move(result);
    }
    if (error)
        throw *std::move(error);
    return last;
}

void Connection::prepare(const std::string& name, std::string_view sql) {
    if (PQsendPrepare(impl_->raw, name.c_str(), std::string(sql).c_str(), 0, nullptr) == 0)
        throw error_of(nullptr, {.sql = sql});
    std::optional<SqlError> error;
    while (auto* raw = next_raw()) {
        const Result result(raw);
        if (PQresultStatus(raw) == PGRES_FATAL_ERROR && !error)
            error = error_of(raw, {.sql = sql});
    }
    if (error)
        throw *std::move(error);
}

int Connection::server_version() const noexcept {
    return PQserverVersion(impl_->raw);
}

int Connection::backend_pid() const noexcept {
    return PQbackendPID(impl_->raw);
}

bool Connection::in_transaction() const noexcept {
    const auto status = PQtransactionStatus(impl_->raw);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

bool Connection::in_failed_transaction() const noexcept {
    return PQtransactionStatus(impl_->raw) == PQTRANS_INERROR;
}

bool Connection::alive() const noexcept {
    return PQstatus(impl_->raw) == CONNECTION_OK;
}

std::string Connection::parameter_status(const char* name) const {
    const char* value = PQparameterStatus(impl_->raw, name);
    return value != nullptr ? value : "";
}

std::string Connection::database() const {
    return PQdb(impl_->raw);
}

std::string Connection::host() const {
    const char* host = PQhost(impl_->raw);
    return host != nullptr ? host : "";
}

void Connection::on_notice(std::function<void(const Notice&)> handler) {
    impl_->notice_handler = std::move(handler);
}

std::vector<Notice> Connection::take_notices() {
    return std::exchange(impl_->notices, {});
}

pg_conn* Connection::raw() const noexcept {
    return impl_->raw;
}

} // namespace pgmend::pg
