#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::sync {

/// The steps of a dotted path as jsonb's operator #> takes them: `links[0].object.key` = {links, 0, object,
/// key}. A name that holds dots or brackets stands in double quotes: `"a.b".c`; `[-1]` counts from the end.
/// Throws UsageError with the place for anything else.
std::vector<std::string> parse_path(std::string_view text);

} // namespace pgmend::sync
