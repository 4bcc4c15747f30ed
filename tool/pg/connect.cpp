#include "pg/connect.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

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

std::string_view trim(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0)
        text.remove_suffix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0)
        text.remove_prefix(1);
    return text;
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
    failure.message = text;
    std::ranges::replace(failure.message, '\n', ' ');
    failure.transient = failure.sqlstate.empty() ||
                        std::ranges::find(transient_states, failure.sqlstate) != transient_states.end();
    return failure;
}

std::string connect_hint(const ConnectFailure& failure, const Dsn& dsn) {
    if (failure.sqlstate == "28P01" || failure.sqlstate == "28000")
        return "check user and password: the URL, PGPASSWORD or ~/.pgpass; and pg_hba.conf on the server";
    if (failure.sqlstate == "3D000")
        return fmt::format("create it: createdb {}", dsn.get("dbname"));
    if (failure.sqlstate == "53300")
        return "all connection slots of the server are taken; try again, or raise max_connections";
    if (failure.sqlstate == "57P03")
        return "the server is starting up or shutting down; try again";
    return "is the server running, and are host and port right? --database, PGMEND_DATABASE_URL, "
           "DATABASE_URL or PG* "
           "say where it is; --embedded starts a private one";
}

} // namespace pgmend::pg
