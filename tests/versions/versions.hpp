#pragma once

#include <filesystem>

namespace pgmend::test {

inline constexpr int oldest_version = 13;
inline constexpr int newest_version = 18;

/// Where scripts/postgres-versions puts the server programs, one folder a major version.
std::filesystem::path versions_folder();

/// The programs of one major version.
std::filesystem::path programs_of(int major);

/// Whether the programs of a version are not there, which is said so that CTest counts the test as skipped.
bool versions_are_missing();

} // namespace pgmend::test
