#pragma once

#include <string_view>

namespace pgmend {

/// The version of this build, as in CMakeLists.txt.
std::string_view version() noexcept;

} // namespace pgmend
