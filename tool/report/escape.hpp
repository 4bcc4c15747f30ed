#pragma once

#include <string>
#include <string_view>

namespace pgmend::report {

/// Text for a workflow command of GitHub's: its separators are encoded; in a property also ':' and ','.
std::string github_escaped(std::string_view text, bool property);

} // namespace pgmend::report
