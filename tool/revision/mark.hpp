#pragma once

#include "base/error.hpp"

#include <optional>
#include <string_view>

namespace pgmend::revision {

/// A section mark: `-- migrate:up` or `-- migrate:down`, with its options.
struct Mark {
    enum class Kind { up, down } kind = Kind::up;
    bool transaction = true;

    bool operator==(const Mark&) const = default;
};

/// True for a line that claims to be a section mark: `-- migrate:` and a letter, from the first column on.
bool is_mark(std::string_view line);

/// The mark that a line holds for which is_mark() is true. Throws UsageError for an unknown section, option
/// or option value.
Mark parse_mark(std::string_view line, const SourceLocation& location);

} // namespace pgmend::revision
