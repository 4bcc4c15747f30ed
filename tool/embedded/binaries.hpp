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

/// Finds the server programs on this machine: in PGMEND_PG_BINDIR, in the folder that `pg_config --bindir`
/// prints, in the newest /usr/lib/postgresql/*/bin, and in the folders of PATH. If `version` is not 0, only
/// an installation of that major version. Throws Error, with the command that installs the programs.
Binaries find_binaries(int version = 0);

/// The installation in the folder. Throws Error if the server programs are not there.
Binaries binaries_in(const std::filesystem::path& bindir);

/// The major version in the output of `postgres --version` ("postgres (PostgreSQL) 15.14 (Debian …)"); 0 if
/// there is none.
int major_version(std::string_view text);

} // namespace pgmend::embedded
