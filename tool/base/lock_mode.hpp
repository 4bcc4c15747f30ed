#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// "ACCESS EXCLUSIVE", as SQL and the documentation have it, for "AccessExclusiveLock", as pg_locks has it.
std::string lock_words(std::string_view mode);

/// The way back: "AccessExclusiveLock" for "ACCESS EXCLUSIVE".
std::string lock_mode(std::string_view words);

} // namespace pgmend
