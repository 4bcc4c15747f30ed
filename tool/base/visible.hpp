#pragma once

#include <string>
#include <string_view>

namespace pgmend {

// Text that is not pgmend's own (names, values, definitions, messages of a server, file names) is data: it
// must not move a terminal's cursor, turn around what stands beside it, or end a comment.

/// The text with every control character but line feed and tab, and every character that turns the direction
/// of writing, in a form that can be seen: `\x1b`, `\u202e`. Bytes that are no UTF-8 become `\xff`.
std::string visible(std::string_view text);

/// The same in one line: a line feed is `\n`, a tab `\t`.
std::string visible_line(std::string_view text);

/// The text as comments of SQL, `-- ` before each of its lines; nothing in it ends a comment early.
std::string sql_comment(std::string_view text);

/// JSON or XML that is written out already, with the same characters escaped as the language does it.
std::string visible_json(std::string_view document);
std::string visible_xml(std::string_view document);

} // namespace pgmend
