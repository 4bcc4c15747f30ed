#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace pgmend::importers::alembic {

/// A setting of an alembic.ini's text, read as Python's configparser does: [DEFAULT] behind the section,
/// names in any letter case, %(name)s and %% replaced; `here` is the folder of the file. Nothing when it is
/// not there or refers to what is not.
std::optional<std::string> ini_setting(std::string_view text, std::string_view section, std::string_view name,
                                       const std::string& here);

/// sqlalchemy.url of a settings file's section [alembic]; nothing without one, or where it still is the
/// driver://… that `alembic init` writes.
std::optional<std::string> database_url(const std::filesystem::path& ini);

} // namespace pgmend::importers::alembic
