#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace pgmend::importers::alembic {

/// Reads a setting from the text of an alembic.ini as Python's configparser does: [DEFAULT] is used if the
/// section does not have it, names are not case-sensitive, and %(name)s and %% are replaced; `here` is the
/// folder of the file. Returns nothing if the setting does not exist or refers to a missing one.
std::optional<std::string> ini_setting(std::string_view text, std::string_view section, std::string_view name,
                                       const std::string& here);

/// sqlalchemy.url in the section [alembic] of a settings file; nothing if it is missing, or if it is still
/// the driver://… that `alembic init` writes.
std::optional<std::string> database_url(const std::filesystem::path& ini);

} // namespace pgmend::importers::alembic
