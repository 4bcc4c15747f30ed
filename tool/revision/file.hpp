#pragma once

#include "revision/revision.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// Parses the text of a revision file: the header of comment lines, then the sections.
///
/// A section line (`-- migrate:up`, `-- migrate:down`) is any line that begins with this text in the first
/// column, even inside a string or a block comment, so that the file can be divided without parsing its SQL.
/// In a function body, such a line must be indented by a space. The first line of the header is the message.
/// CRLF line ends become LF, so that the SQL does not depend on the platform.
///
/// Throws UsageError with file and line. If the file name does not begin with the revision id, a warning is
/// added.
Revision parse(std::string_view text, const std::string& path, std::vector<std::string>& warnings);

/// The canonical text of a revision file. parse() of this text results in the same revision, except that a
/// message of several lines becomes one line and that the sections end with a line end. Throws UsageError if
/// a line of the SQL would be parsed as a section line.
std::string render(const Revision& revision);

/// "<id>_<slug>.sql"; the slug is the message in lower case, with '_' for everything but letters and digits.
std::string file_name(const Revision& revision);

} // namespace pgmend::revision
