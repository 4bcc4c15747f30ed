#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// Converts the name of a lock mode in pg_locks, "AccessExclusiveLock", to that of SQL, "ACCESS EXCLUSIVE".
std::string lock_words(std::string_view mode);

/// The inverse of lock_words(): "AccessExclusiveLock" for "ACCESS EXCLUSIVE".
std::string lock_mode(std::string_view words);

} // namespace pgmend
