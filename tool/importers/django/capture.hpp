#pragma once

#include "importers/alembic/rendering.hpp"
#include "importers/history.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <string>

namespace pgmend::importers::django {

/// Has a Django project's own manage.py run every migration up and down on a server of ours, and writes down
/// what is executed. `command` is how manage.py is called, read by the shell; `database` is empty. The ids
/// are "<app>_<name>", as legal_id() makes them; dependencies on other apps are `depends_on`. Throws
/// UsageError.
alembic::Rendering capture(const std::filesystem::path& project, const std::string& command,
                           const pg::Dsn& database);

} // namespace pgmend::importers::django
