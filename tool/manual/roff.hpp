#pragma once

#include <string>
#include <string_view>

namespace pgmend::manual {

/// Text as roff shows it unchanged: backslashes, hyphens, and what would begin a request at the start of a
/// line.
std::string escaped(std::string_view text, bool at_start = true);

/// Lines shown as they are, set in.
std::string verbatim(std::string_view lines);

/// A term and what it means; both are roff already.
std::string entry(const std::string& term, const std::string& meaning);

std::string bold(const std::string& roff);

/// The first lines of a page: `name` as in NAME, its section of the manual, and what it is in one line.
std::string page_head(const std::string& name, int section, const std::string& summary);

} // namespace pgmend::manual
