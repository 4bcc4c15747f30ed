#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace pgmend::embedded {

/// The programs of one PostgreSQL installation.
struct Binaries {
    std::filesystem::path bindir;
    int version = 0; ///< major version: 15

    std::filesystem::path program(const char* name) const { return bindir / name; }
    bool operator==(const Binaries&) const = default;
};

/// The server's programs of this machine: PGMEND_PG_BINDIR, else what `pg_config --bindir` names, the newest
/// of /usr/lib/postgresql/*/bin, the folders of PATH. With a `version` other than 0, only an installation of
/// that major version. Throws Error with the command that installs them.
Binaries find_binaries(int version = 0);

/// The installation in the folder. Throws Error when the server's programs are not there.
Binaries binaries_in(const std::filesystem::path& bindir);

/// The major version in what `postgres --version` prints ("postgres (PostgreSQL) 15.14 (Debian …)"), 0 when
/// there is none.
int major_version(std::string_view text);

} // namespace pgmend::embedded
