#include "versions/versions.hpp"

#include <cstdlib>
#include <iostream>
#include <string>

#include <unistd.h>

namespace pgmend::test {

namespace fs = std::filesystem;

fs::path versions_folder() {
    if (const char* chosen = std::getenv("PGMEND_POSTGRES_VERSIONS"); chosen != nullptr)
        return chosen;
    if (::geteuid() == 0)
        return "/var/cache/pgmend/postgres";
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr)
        return fs::path(cache) / "pgmend/postgres";
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/") / ".cache/pgmend/postgres";
}

fs::path programs_of(int major) {
    return versions_folder() / std::to_string(major) / "bin";
}

bool versions_are_missing() {
    for (int version = oldest_version; version <= newest_version; ++version) {
        if (!fs::exists(programs_of(version) / "postgres")) {
            std::cout << "skipped: PostgreSQL " << version << " is not in " << versions_folder().string()
                      << "; fetch it with scripts/postgres-versions\n";
            return true;
        }
    }
    return false;
}

} // namespace pgmend::test
