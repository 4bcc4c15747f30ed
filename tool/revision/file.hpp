#pragma once

#include "revision/revision.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::revision {

/// Reads the text of a revision file: the comment header, then the sections.
///
/// A section mark (`-- migrate:up`, `-- migrate:down`) is any line that begins with it in the first column,
/// also inside a string or a block comment: the file can be cut without understanding its SQL. A line of a
/// function body that must look like one is indented by a space. The first line of the header is the message.
/// CRLF line ends become LF, so that the SQL does not depend on how the file was checked out.
///
/// Throws UsageError with file and line. A file name that does not begin with the revision's id is a warning.
Revision parse(std::string_view text, const std::string& path, std::vector<std::string>& warnings);

/// The file text of a revision in canonical form; parse() gives the same revision back (a message of several
/// lines becomes one, the sections end with a line end). Throws UsageError when a line of the SQL would read
/// as a section mark.
std::string render(const Revision& revision);

/// "<id>_<slug>.sql"; the slug is the message in lower case with '_' for what is no letter or digit.
std::string file_name(const Revision& revision);

} // namespace pgmend::revision
