#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// Returns the text with each CR LF replaced by LF. A single CR is not changed.
std::string with_lf(std::string_view text);

} // namespace pgmend
