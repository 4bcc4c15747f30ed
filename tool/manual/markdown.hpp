#pragma once

#include <string>
#include <string_view>

namespace pgmend::manual {

/// A page of docs/ in the subset of Markdown that this project uses: headings, paragraphs, lists, tables,
/// fenced blocks. Of links, only the text is kept; comments and pictures are removed.
struct Document {
    std::string title;
    std::string body; ///< the text after the title
};

Document read_document(const std::string& file);

/// The text after the heading `## heading`, up to the next heading of this level.
std::string section(const Document& document, std::string_view heading);

/// Converts a body or a section to roff.
std::string roff_of(std::string_view markdown);

} // namespace pgmend::manual
