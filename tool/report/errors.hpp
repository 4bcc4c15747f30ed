#pragma once

#include "report/style.hpp"

#include <string>
#include <vector>

namespace pgmend::report {

/// A group of similar failures.
struct ErrorPattern {
    long long count = 0;
    long long followed = 0;
    std::string sqlstate, kind, object, message, detail, sql, first, last, call, file, cause, remedy;
    std::vector<std::string> commands;
};

struct ErrorPatterns {
    std::vector<ErrorPattern> patterns;
    long long entries = 0;
    long long unreadable = 0;
};

std::string errors_text(const ErrorPatterns& errors, const Style& style);
/// {"entries", "unreadable", "patterns": […]}
std::string errors_json(const ErrorPatterns& errors);

} // namespace pgmend::report
