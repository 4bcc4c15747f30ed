#pragma once

#include "base/error.hpp"
#include "report/style.hpp"

#include <string>
#include <string_view>

namespace pgmend::report {

/// Additional data for the text and JSON of an error; empty if it is not an error of the server.
struct ServerPart {
    std::string_view sqlstate;
    std::string_view statement;
    std::string_view context;
};

/// The error as text: message, position, the line of the statement with a caret, detail, hint.
std::string error_text(const Error& error, const ServerPart& server, const Style& style);

/// {"error": {"code": …, "message": …, …}}, without keys that have no value.
std::string error_json(const Error& error, const ServerPart& server);

} // namespace pgmend::report
