#pragma once

#include <string>
#include <string_view>

namespace pgmend::manual {

/// A page of docs/ in the Markdown that this project writes: headings, paragraphs, lists, tables, fenced
/// blocks; of links the text stays, comments and pictures go.
struct Document {
    std::string title;
    std::string body; ///< what stands below the title
};

Document read_document(const std::string& file);

/// What stands under the heading `## heading`, up to the next one of its kind.
std::string section(const Document& document, std::string_view heading);

/// A body, or a section, as roff.
std::string roff_of(std::string_view markdown);

} // namespace pgmend::manual
