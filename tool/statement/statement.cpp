#include "statement/statement.hpp"

#include "statement/position.hpp"

namespace pgmend::statement {

SourceLocation locate(const Statement& statement, std::size_t char_position, const std::string& file) {
    Position place{.line = statement.line, .column = statement.column};
    std::size_t offset = 0;
    for (std::size_t left = char_position; left > 1 && offset < statement.sql.size(); --left) {
        do
            ++offset;
        while (offset < statement.sql.size() && continues_character(statement.sql[offset]));
    }
    place.advance(statement.sql, offset);
    return {.file = file, .line = place.line, .column = place.column};
}

} // namespace pgmend::statement
