#pragma once

#include <string_view>

namespace pgmend::statement {

/// Whether the parser gives this lower-case word a meaning of its own somewhere, reserved or not; only of
/// other words is it certain that "word" and word are the same name.
bool is_keyword(std::string_view folded);

} // namespace pgmend::statement
