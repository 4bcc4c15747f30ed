#pragma once

#include <filesystem>
#include <string>

namespace pgmend::importers::alembic {

/// Where an Alembic project has its settings; at least one of the files is there.
struct Project {
    std::filesystem::path folder; ///< where Alembic is run, as its users do
    std::filesystem::path ini;    ///< alembic.ini, or the file that was named; empty = none
    std::filesystem::path toml;   ///< pyproject.toml with a table tool.alembic; empty = none
    std::string section = "alembic";
};

/// The project that a path leads to: its folder, its folder of scripts (with env.py), or its settings file.
/// All paths become absolute. Throws UsageError.
Project find_project(const std::filesystem::path& path);

} // namespace pgmend::importers::alembic
