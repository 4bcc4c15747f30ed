#pragma once

#include <string>
#include <string_view>

namespace pgmend::manual {

/// Escapes text so that roff shows it unchanged: backslashes, hyphens, and what would be a request at the
/// start of a line.
std::string escaped(std::string_view text, bool at_start = true);

/// Lines shown unchanged and indented.
std::string verbatim(std::string_view lines);

/// A term and its description; both are roff.
std::string entry(const std::string& term, const std::string& meaning);

std::string bold(const std::string& roff);

/// The first lines of a page: its name, its section of the manual, and a summary of one line.
std::string page_head(const std::string& name, int section, const std::string& summary);

} // namespace pgmend::manual
