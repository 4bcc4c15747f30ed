#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pgmend::revision {

/// The parts of a target: `[branch@][symbol][+N|-N]`.
struct Target {
    std::optional<std::string> branch;
    std::string symbol;        ///< empty only in `+N`, `-N`, `branch@+N`
    std::optional<int> offset; ///< the relative part
    std::string offset_text;   ///< as typed, with its sign
    std::string text;          ///< the whole target

    bool operator==(const Target&) const = default;
};

/// Divides a target at its first '@' and at the sign of a relative part. Throws UsageError if it cannot be a
/// target (it is empty, a sign without a number, text after the number).
Target parse_target(std::string_view text);

} // namespace pgmend::revision
