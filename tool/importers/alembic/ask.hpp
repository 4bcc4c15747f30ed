#pragma once

#include "importers/alembic/project.hpp"
#include "importers/alembic/rendering.hpp"
#include "pg/dsn.hpp"

#include <functional>
#include <string>

namespace pgmend::importers::alembic {

/// Has the project's own Alembic render every revision, without a database. `command` is how Alembic is
/// called, read by the shell: "alembic", "poetry run alembic". Throws UsageError with Alembic's reason and
/// the place in the project's files when the project as a whole cannot be read.
Rendering render(const Project& project, const std::string& command);

/// Has it run every revision up and down on a server of ours, which it cannot tell from the project's own,
/// and writes down what is executed. `database` is where; `make_empty` empties that database before each
/// run. Throws as render() does.
Rendering capture(const Project& project, const std::string& command, const pg::Dsn& database,
                  const std::function<void()>& make_empty);

} // namespace pgmend::importers::alembic
