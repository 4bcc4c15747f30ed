#include "pg/connect.hpp"

#include "base/cancel.hpp"
#include "base/error.hpp"
#include "pg/poll.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

namespace pgmend::pg {
namespace {

// The server is there or will soon be: starting up or shutting down, no free slot, out of memory.
constexpr auto transient_states =
    std::to_array<std::string_view>({"57P03", "57P01", "57P02", "53300", "53200", "08006", "08001", "08004"});

bool is_sqlstate(std::string_view text) {
    const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    const auto allowed = [&](unsigned char c) { return digit(c) || std::isupper(c) != 0; };
    // A digit is asked for because FATAL and PANIC have five capitals, too.
    return text.size() == 5 && std::ranges::all_of(text, allowed) && std::ranges::any_of(text, digit);
}

// What libpq finds out by itself, without an SQLSTATE, and what no second attempt changes.
constexpr auto permanent_failures = std::to_array<std::string_view>(
    {"no password supplied", "does not support SSL", "certificate", "invalid port number"});

bool is_permanent(std::string_view text) {
    return std::ranges::any_of(permanent_failures,
                               [&](auto words) { return text.find(words) != std::string_view::npos; });
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
        text.remove_suffix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    return text;
}

/// libpq tells of each address on a line, and asks on an indented one whether a server runs there: our hint
/// does.
std::string on_one_line(std::string_view text) {
    std::string line;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        const auto part = text.substr(start, end - start);
        if (!part.empty() && part.front() != '\t')
            line += fmt::format("{}{}", line.empty() ? "" : "; ", part);
        start = end + 1;
    }
    return line;
}

} // namespace

ConnectFailure connect_failure(std::string_view libpq_text) {
    ConnectFailure failure;
    const auto location = libpq_text.find("\nLOCATION:");
    auto text = trim(libpq_text.substr(0, location));
    for (auto colon = text.find(": "); colon != std::string_view::npos; colon = text.find(": ", colon + 1)) {
        const auto start = text.find_last_of(" \n", colon == 0 ? 0 : colon - 1);
        const auto word = text.substr(start + 1, colon - start - 1);
        if (!is_sqlstate(word))
            continue;
        failure.sqlstate = word;
        text = trim(text.substr(colon + 2));
        break;
    }
    failure.message = on_one_line(text);
    failure.transient = failure.sqlstate.empty()
                            ? !is_permanent(failure.message)
                            : std::ranges::find(transient_states, failure.sqlstate) != transient_states.end();
    return failure;
}

std::string connect_hint(const ConnectFailure& failure, const Dsn& dsn) {
    const bool no_password = failure.message.find("no password supplied") != std::string::npos;
    if (failure.sqlstate == "28P01" || failure.sqlstate == "28000" || no_password)
        return "check user and password: the URL, PGPASSWORD or ~/.pgpass; and pg_hba.conf on the server";
    if (failure.sqlstate == "3D000")
        return fmt::format("create it with 'createdb {}'", dsn.get("dbname"));
    if (failure.sqlstate == "53300")
        return "all connection slots of the server are in use; try again, or raise max_connections";
    if (failure.sqlstate == "57P03")
        return "the server is starting up or shutting down; try again";
    if (failure.sqlstate.empty() && is_permanent(failure.message))
        return "check port, sslmode, sslrootcert and sslcert: the URL, PGSSLMODE and the other PG* variables";
    return "check that the server is running, and check host and port in --database, PGMEND_DATABASE_URL, "
           "DATABASE_URL or PG*; --embedded starts a private server";
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

int advance_connect(PGconn* raw) {
    if (PQstatus(raw) == CONNECTION_BAD)
        return PGRES_POLLING_FAILED;
    pollfd socket{.fd = PQsocket(raw), .events = POLLOUT, .revents = 0};
    return poll(&socket, 1, 0) == 1 ? PQconnectPoll(raw) : PGRES_POLLING_WRITING;
}

bool finish_connect(PGconn* raw, int state) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
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

} // namespace pgmend::pg
