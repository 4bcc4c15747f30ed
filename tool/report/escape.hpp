#pragma once

#include <string>
#include <string_view>

namespace pgmend::report {

/// Escapes text for a workflow command of GitHub; in a property, also ':' and ','.
std::string github_escaped(std::string_view text, bool property);

} // namespace pgmend::report
