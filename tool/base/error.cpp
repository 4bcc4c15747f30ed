#include "base/error.hpp"

#include <fmt/format.h>

namespace pgmend {

std::string to_string(const SourceLocation& location) {
    if (location.file.empty() || location.line == 0)
        return location.file;
    if (location.column == 0)
        return fmt::format("{}:{}", location.file, location.line);
    return fmt::format("{}:{}:{}", location.file, location.line, location.column);
}

Error::Error(std::string message, ExitCode code)
    : std::runtime_error(message), message_(std::move(message)), code_(code) {}

Error& Error::at(SourceLocation location) {
    location_ = std::move(location);
    return *this;
}

Error& Error::with_detail(std::string detail) {
    detail_ = std::move(detail);
    return *this;
}

Error& Error::with_hint(std::string hint) {
    hint_ = std::move(hint);
    return *this;
}

Error& Error::with_revision(std::string revision) {
    revision_ = std::move(revision);
    return *this;
}

Error& Error::with_code(ExitCode code) {
    code_ = code;
    return *this;
}

Error& Error::in_context(std::string_view phrase) {
    message_ = fmt::format("{}: {}", phrase, message_);
    return *this;
}

} // namespace pgmend
