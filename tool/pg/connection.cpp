#include "pg/connection.hpp"

#include "base/cancel.hpp"
#include "pg/diagnostic.hpp"
#include "pg/failure.hpp"
#include "pg/poll.hpp"
#include "pg/watching.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

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
    int ignored_interrupts = 0;
    std::optional<SqlError> cause; ///< the first error of the transaction in hand
};

namespace {

/// libpq's text on one line. The lines that guess at causes are left out, and those that follow from an
/// earlier one.
std::string on_one_line(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty() || part.front() == '\t' || part == "invalid socket" ||
            line.find(part) != std::string::npos)
            continue;
        line += line.empty() ? "" : "; ";
        line += part;
    }
    return line;
}

void send_cancel(PGconn* raw) {
    PGcancel* cancel = PQgetCancel(raw);
    if (cancel == nullptr)
        return;
    std::array<char, 256> error{};
    PQcancel(cancel, error.data(), static_cast<int>(error.size()));
    PQfreeCancel(cancel);
}

bool is_error(ExecStatusType status) {
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR;
}

/// Ends a COPY that nobody here serves, so that the connection can go on.
SqlError refuse_copy(PGconn* raw, ExecStatusType status, const Query& query) {
    if (status == PGRES_COPY_OUT) {
        send_cancel(raw);
        for (char* row = nullptr; PQgetCopyData(raw, &row, 0) > 0;)
            PQfreemem(row);
    } else {
        PQputCopyEnd(raw, "COPY data cannot be sent here");
    }
    SqlError error({.severity = "ERROR",
                    .sqlstate = "0A000",
                    .message = "COPY from or to the client is not supported here"},
                   std::string(query.sql), query.location, false);
    error.with_hint("use a file on the server, or psql");
    return error;
}

} // namespace

Connection::Connection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
    PQsetNoticeReceiver(
        impl_->raw,
        [](void* self, const PGresult* raw) {
            auto& target = *static_cast<Impl*>(self);
            auto notice = diagnostic_of(raw);
            if (notice.severity == "WARNING")
                tell_warning(notice);
            if (target.notice_handler)
                target.notice_handler(notice);
            else
                target.notices.push_back(std::move(notice));
        },
        impl_.get());
}

Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection Connection::open(const Dsn& dsn, const ConnectOptions& options) {
    return open(Connecting(dsn, options));
}

Connection Connection::open(Connecting&& connecting) {
    return Connection(std::make_unique<Impl>(connecting.finish()));
}

void Connection::wait(bool for_write) {
    const bool stop =
        poll_socket(PQsocket(impl_->raw), static_cast<short>(POLLIN | (for_write ? POLLOUT : 0)), -1);
    if (stop && std::max(impl_->cancels_sent, impl_->ignored_interrupts) < cancel::requests()) {
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
    note_answer();
    return PQgetResult(impl_->raw);
}

SqlError Connection::error_of(const pg_result* raw, const Query& query) const {
    auto diagnostic = raw != nullptr ? diagnostic_of(raw) : Diagnostic{};
    // The server says why it ends the session before libpq notices that it has.
    const bool ended = diagnostic.severity == "FATAL" || diagnostic.severity == "PANIC";
    const bool lost = ended || PQstatus(impl_->raw) == CONNECTION_BAD;
    if (diagnostic.message.empty()) // libpq's own error
        (lost ? diagnostic.detail : diagnostic.message) =
            on_one_line(raw != nullptr ? PQresultErrorMessage(raw) : PQerrorMessage(impl_->raw));
    if (diagnostic.message.empty())
        diagnostic.message = "the connection to the server was lost";
    SqlError error(std::move(diagnostic), std::string(query.sql), query.location, lost);
    error.with_parameters(query.parameters.redacted());
    const bool refused = error.is(sqlstate::failed_transaction) && impl_->cause;
    tell_failure({.error = error,
                  .parameters = &query.parameters,
                  .first_error = refused ? &*impl_->cause : nullptr,
                  .call = query.call});
    if (refused)
        return *impl_->cause;
    if (!impl_->cause && PQtransactionStatus(impl_->raw) != PQTRANS_IDLE)
        impl_->cause = error;
    return error;
}

void Connection::note_success(const pg_result* raw) const noexcept {
    const std::string_view tag = raw != nullptr ? PQcmdStatus(const_cast<PGresult*>(raw)) : "";
    if (tag == "BEGIN" || tag == "COMMIT" || tag == "ROLLBACK" || tag == "START TRANSACTION")
        impl_->cause.reset();
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
    return collect(query, true);
}

Result Connection::collect(const Query& query, bool serves_copy) {
    Result last;
    std::optional<SqlError> error;
    while (auto* raw = next_raw()) {
        const auto status = PQresultStatus(raw);
        Result result(raw);
        const bool copies = status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
        if (status == PGRES_COPY_IN && serves_copy)
            return result; // the caller goes on (copy_in.hpp)
        if (copies) {
            auto refusal = refuse_copy(impl_->raw, status, query);
            if (!error)
                error = std::move(refusal);
        } else if (!is_error(status)) {
            note_success(raw);
            last = std::move(result);
        } else if (!error)
            error = error_of(raw, query);
    }
    if (error)
        throw *std::move(error);
    return last;
}

Result Connection::run_script(std::string_view sql, const SourceLocation& location,
                              std::source_location call) {
    const Query query{.sql = sql, .location = location, .call = call};
    if (PQsendQuery(impl_->raw, std::string(sql).c_str()) == 0)
        throw error_of(nullptr, query);
    return collect(query, false);
}

void Connection::prepare(const std::string& name, std::string_view sql) {
    if (PQsendPrepare(impl_->raw, name.c_str(), std::string(sql).c_str(), 0, nullptr) == 0)
        throw error_of(nullptr, {.sql = sql});
    collect({.sql = sql}, false);
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

bool Connection::encrypted() const noexcept {
    return PQsslInUse(impl_->raw) != 0 || PQgssEncInUse(impl_->raw) != 0;
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

void Connection::ignore_interrupts(int requests) noexcept {
    impl_->ignored_interrupts = requests;
}

pg_conn* Connection::raw() const noexcept {
    return impl_->raw;
}

} // namespace pgmend::pg
