#pragma once

#include <cstddef>
#include <string_view>

namespace pgmend::revision {

/// The offset of the first byte that is not part of valid UTF-8 (RFC 3629: no overlong forms, surrogates or
/// code points above U+10FFFF) or is NUL; npos if there is none.
std::size_t bad_byte(std::string_view text);

} // namespace pgmend::revision
