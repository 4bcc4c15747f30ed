#pragma once

#include "drift/rules.hpp"

#include <map>
#include <string>
#include <vector>

namespace pgmend::drift {

/// The differences that a file accepts, one a line, with both values:
///
///     different column public.t.c type: "text" -> "character varying(20)"
///     unexpected index public.t.byhand
///
/// A difference whose values have changed since is reported again.
struct BaselineFile {
    std::string path = {};
    std::map<std::string, int> lines = {}; ///< with their numbers
};

/// Lines that are empty or begin with `#` do not count.
BaselineFile parse_baseline(const std::string& text, const std::string& path);

/// The text of a file that accepts these findings.
std::string baseline_of(const std::vector<schema::Finding>& findings);

/// The number of the line that accepts the finding; 0 = none does. A line of an older pgmend, without the
/// values, accepts any.
int accepting_line(const schema::Finding& finding, const BaselineFile& baseline);

/// The findings that the file does not accept. Warns of lines without values.
Ruled apply_baseline(const std::vector<schema::Finding>& findings, const BaselineFile& baseline);

} // namespace pgmend::drift
