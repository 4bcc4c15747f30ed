#include "importers/alembic/project.hpp"

#include "base/error.hpp"

#include <fstream>
#include <optional>

#include <fmt/format.h>

namespace pgmend::importers::alembic {
namespace {

namespace fs = std::filesystem;

bool has_table(const fs::path& toml) {
    std::ifstream file(toml);
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("[tool.alembic]"))
            return true;
    return false;
}

std::optional<Project> project_in(const fs::path& folder) {
    Project project{.folder = folder};
    if (fs::is_regular_file(folder / "alembic.ini"))
        project.ini = folder / "alembic.ini";
    if (has_table(folder / "pyproject.toml"))
        project.toml = folder / "pyproject.toml";
    if (project.ini.empty() && project.toml.empty())
        return std::nullopt;
    return project;
}

} // namespace

Project find_project(const fs::path& path) {
    if (!fs::exists(path))
        throw UsageError(fmt::format("'{}' does not exist", path.string()));
    const auto place = fs::canonical(path);
    if (fs::is_regular_file(place)) {
        const bool is_toml = place.extension() == ".toml";
        return {.folder = place.parent_path(),
                .ini = is_toml ? fs::path() : place,
                .toml = is_toml ? place : fs::path()};
    }
    const bool is_scripts = fs::exists(place / "env.py");
    for (auto folder = place;; folder = folder.parent_path()) {
        if (auto project = project_in(folder))
            return *std::move(project);
        if (!is_scripts || folder == folder.root_path())
            break;
    }
    throw UsageError(fmt::format("'{}' is not an Alembic project: it has no alembic.ini", path.string()))
        .with_hint("name the folder of alembic.ini, or the settings file itself if it has another name");
}

} // namespace pgmend::importers::alembic
