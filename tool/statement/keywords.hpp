#pragma once

#include <string_view>

namespace pgmend::statement {

/// Whether this lower-case word is a keyword for the parser, reserved or not. Only for other words is it
/// certain that the quoted and the unquoted form are the same name.
bool is_keyword(std::string_view folded);

} // namespace pgmend::statement
