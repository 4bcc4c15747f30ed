#pragma once

#include "base/error.hpp"

#include <optional>
#include <string_view>

namespace pgmend::revision {

/// A section line: `-- migrate:up` or `-- migrate:down`, with its options.
struct Mark {
    enum class Kind { up, down } kind = Kind::up;
    bool transaction = true;

    bool operator==(const Mark&) const = default;
};

/// Whether a line begins like a section line: `-- migrate:` and a letter, beginning in the first column.
bool is_mark(std::string_view line);

/// Parses a line for which is_mark() is true. Throws UsageError for an unknown section, option or option
/// value.
Mark parse_mark(std::string_view line, const SourceLocation& location);

} // namespace pgmend::revision
