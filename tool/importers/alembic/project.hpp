#pragma once

#include <filesystem>
#include <string>

namespace pgmend::importers::alembic {

/// The location of an Alembic project's settings. At least one of the files exists.
struct Project {
    std::filesystem::path folder; ///< the folder in which Alembic is run
    std::filesystem::path ini;    ///< alembic.ini, or the file that was named; empty = none
    std::filesystem::path toml;   ///< pyproject.toml with a table tool.alembic; empty = none
    std::string section = "alembic";
};

/// Finds the project for a path, which is its folder, its folder of scripts (with env.py), or its settings
/// file. All returned paths are absolute. Throws UsageError.
Project find_project(const std::filesystem::path& path);

} // namespace pgmend::importers::alembic
