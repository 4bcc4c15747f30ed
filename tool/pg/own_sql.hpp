#pragma once

#include <string_view>

namespace pgmend::pg {

/// A statement of pgmend's own with its names qualified (statement/qualify.hpp), so that it calls nothing
/// that a database's owner has made under the name of one of the server's functions or operators. Not for
/// statements that hold an expression of the user's. Each text is worked on once; the result stays.
std::string_view own(std::string_view sql);

} // namespace pgmend::pg
