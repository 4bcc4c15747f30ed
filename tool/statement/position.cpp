#include "statement/position.hpp"

#include <algorithm>

namespace pgmend::statement {

void Position::advance(std::string_view text, std::size_t to) {
    // A byte order mark is no character of the file's first line to any editor.
    if (offset == 0 && to >= 3 && text.starts_with("\xEF\xBB\xBF"))
        offset = 3;
    for (const auto end = std::min(to, text.size()); offset < end; ++offset) {
        if (text[offset] == '\n') {
            ++line;
            column = 1;
        } else if (!continues_character(text[offset])) {
            ++column;
        }
    }
}

} // namespace pgmend::statement
