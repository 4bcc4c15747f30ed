#include "pg/connect.hpp"

#include "base/cancel.hpp"
#include "base/error.hpp"
#include "pg/poll.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <libpq-fe.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

namespace pgmend::pg {
namespace {

constexpr const char* default_port = "5432";

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

std::string text(const char* value) {
    return value != nullptr ? value : "";
}

/// The parameters in force, from wherever they come.
std::map<std::string, std::string> parameters_of(PGconn* raw) {
    std::map<std::string, std::string> found;
    auto* const options = PQconninfo(raw);
    for (const auto* one = options; one != nullptr && one->keyword != nullptr; ++one)
        if (one->val != nullptr)
            found[one->keyword] = one->val;
    PQconninfoFree(options);
    return found;
}

/// 0 = without end.
std::chrono::milliseconds connect_timeout(PGconn* raw) {
    constexpr int preset = 10, shortest = 2; // seconds; libpq's own least
    const auto given = parameters_of(raw)["connect_timeout"];
    const int seconds = given.empty() ? preset : std::atoi(given.c_str());
    return std::chrono::seconds(seconds <= 0 ? 0 : std::max(seconds, shortest));
}

std::string address_of(PGconn* raw) {
    return text(PQhost(raw)) + ' ' + text(PQhostaddr(raw)) + ' ' + text(PQport(raw));
}

bool is_ready(PGconn* raw, int state) {
    const auto events = static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT);
    pollfd socket{.fd = PQsocket(raw), .events = events, .revents = 0};
    return poll(&socket, 1, 0) == 1;
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    for (std::size_t start = 0; start <= list.size();) {
        const auto end = std::min(list.find(',', start), list.size());
        parts.push_back(list.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

/// One of the hosts that the parameters name.
struct Place {
    std::string host;
    std::string address; ///< empty: that of the name
    std::string port;
};

/// One port stands for all hosts.
std::vector<Place> places_of(PGconn* raw) {
    auto parameters = parameters_of(raw);
    const auto hosts = split(parameters["host"]), addresses = split(parameters["hostaddr"]),
               ports = split(parameters["port"]);
    std::vector<Place> places(std::max(hosts.size(), addresses.size()));
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i].host = i < hosts.size() ? hosts[i] : "";
        places[i].address = i < addresses.size() ? addresses[i] : "";
        places[i].port = ports.size() == 1 ? ports.front() : i < ports.size() ? ports[i] : "";
        if (places[i].port.empty())
            places[i].port = default_port;
    }
    return places;
}

/// The addresses that a name has behind the one that was tried.
std::vector<std::string> addresses_after(const std::string& name, const std::string& tried) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (tried.empty() || getaddrinfo(name.c_str(), nullptr, &wanted, &found) != 0)
        return {};
    std::vector<std::string> all;
    for (const auto* one = found; one != nullptr; one = one->ai_next) {
        std::array<char, NI_MAXHOST> address{};
        if (getnameinfo(one->ai_addr, one->ai_addrlen, address.data(), address.size(), nullptr, 0,
                        NI_NUMERICHOST) == 0)
            all.emplace_back(address.data());
    }
    freeaddrinfo(found);
    const auto here = std::ranges::find(all, tried);
    return here == all.end() ? std::vector<std::string>() : std::vector<std::string>(here + 1, all.end());
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
    if (failure.sqlstate == "53300" && failure.message.find("for role") != std::string::npos)
        return "raise the role's CONNECTION LIMIT: a command needs two connections, one of them for its lock";
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

ConnectEnd finish_connect(PGconn* raw, int state) {
    const auto limit = connect_timeout(raw);
    auto address = address_of(raw);
    auto deadline = std::chrono::steady_clock::now() + limit;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (limit.count() > 0 && left.count() <= 0)
            return ConnectEnd::timed_out;
        poll_socket(PQsocket(raw), state == PGRES_POLLING_READING ? POLLIN : POLLOUT,
                    limit.count() > 0 ? static_cast<int>(left.count()) : -1);
        cancel::check();
        if (limit.count() > 0 && std::chrono::steady_clock::now() >= deadline && !is_ready(raw, state))
            continue;
        state = PQconnectPoll(raw);
        if (auto now = address_of(raw); now != address) {
            address = std::move(now);
            deadline = std::chrono::steady_clock::now() + limit;
        }
    }
    return state == PGRES_POLLING_OK ? ConnectEnd::connected : ConnectEnd::failed;
}

std::optional<std::map<std::string, std::string>> rest_after(PGconn* raw) {
    auto places = places_of(raw);
    const auto here = std::ranges::find_if(places, [&](const Place& place) {
        return (place.host.empty() || place.host == text(PQhost(raw))) && place.port == text(PQport(raw)) &&
               (place.address.empty() || place.address == text(PQhostaddr(raw)));
    });
    if (here == places.end())
        return std::nullopt;
    std::vector<Place> rest;
    if (here->address.empty() && !here->host.starts_with('/'))
        for (const auto& address : addresses_after(here->host, text(PQhostaddr(raw))))
            rest.push_back({.host = here->host, .address = address, .port = here->port});
    rest.insert(rest.end(), here + 1, places.end());
    if (rest.empty())
        return std::nullopt;
    std::map<std::string, std::string> parameters;
    const auto add = [&](const char* keyword, std::string Place::*part) {
        std::vector<std::string> values;
        for (const auto& place : rest)
            values.push_back(place.*part);
        parameters[keyword] = fmt::format("{}", fmt::join(values, ","));
    };
    add("host", &Place::host);
    add("port", &Place::port);
    if (std::ranges::any_of(rest, [](const Place& place) { return !place.address.empty(); }))
        add("hostaddr", &Place::address);
    return parameters;
}

std::string timeout_text(PGconn* raw) {
    auto before = connect_failure(PQerrorMessage(raw)).message;
    if (before.ends_with("failed:")) // libpq has begun to speak of this address, too
        before.erase(before.find("; ") == std::string::npos ? 0 : before.rfind("; "));
    return fmt::format("{}{}connection to server at \"{}\", port {} failed: no answer within {} s", before,
                       before.empty() ? "" : "; ", text(PQhost(raw)), text(PQport(raw)),
                       connect_timeout(raw).count() / 1000);
}

} // namespace pgmend::pg
