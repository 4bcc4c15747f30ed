#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pgmend::revision {

/// A target as typed, taken apart: `[branch@][symbol][+N|-N]`.
struct Target {
    std::optional<std::string> branch;
    std::string symbol;        ///< empty only in `+N`, `-N`, `branch@+N`
    std::optional<int> offset; ///< the relative part
    std::string offset_text;   ///< as typed, with its sign
    std::string text;          ///< the whole

    bool operator==(const Target&) const = default;
};

/// Takes a target apart at its first '@' and at the sign of a relative part. Throws UsageError for what
/// cannot be a target (nothing in it, a sign without a number, text after the number).
Target parse_target(std::string_view text);

} // namespace pgmend::revision
