#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// The text with each CR LF as LF; a CR by itself stays.
std::string with_lf(std::string_view text);

} // namespace pgmend
