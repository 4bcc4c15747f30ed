#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pgmend::importers {

/// If the text is one transaction as a whole, that is, if a plain BEGIN is its first statement, COMMIT or END
/// its last, and no other statement begins or ends a transaction, returns the text without these two
/// statements. Line numbers do not change. Returns nothing for any other text.
std::optional<std::string> unwrapped(std::string_view text);

} // namespace pgmend::importers
