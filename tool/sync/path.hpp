#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::sync {

/// Parses a path with dots into the elements for jsonb's operator #>: `links[0].object.key` = {links, 0,
/// object, key}. A name with dots or brackets must be in double quotes: `"a.b".c`. `[-1]` counts from the
/// end. Throws UsageError, with the position, for an invalid path.
std::vector<std::string> parse_path(std::string_view text);

} // namespace pgmend::sync
