#pragma once

#include "base/error.hpp"
#include "report/style.hpp"

#include <string>
#include <string_view>

namespace pgmend::report {

/// What an error's text and JSON need beyond the Error: empty = not an error of the server's.
struct ServerPart {
    std::string_view sqlstate;
    std::string_view statement;
    std::string_view context;
};

/// The error as a person reads it: message, place, the statement's line with a caret, detail, hint.
std::string error_text(const Error& error, const ServerPart& server, const Style& style);

/// {"error": {"code": …, "message": …, …}}; keys without a value are left out.
std::string error_json(const Error& error, const ServerPart& server);

} // namespace pgmend::report
