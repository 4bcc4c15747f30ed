#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pgmend::importers {

/// The text without its own transaction, where it is one as a whole: a plain BEGIN is its first statement,
/// COMMIT or END its last, and no other statement opens or ends one. Lines of the rest count as
/// before. Nothing for any other text.
std::optional<std::string> unwrapped(std::string_view text);

} // namespace pgmend::importers
