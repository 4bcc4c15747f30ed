#pragma once

#include "commands/import_server.hpp"
#include "importers/alembic/rendering.hpp"
#include "importers/tools.hpp"

#include <optional>
#include <string>

namespace pgmend::commands {

/// How an import whose migrations another program has run goes on.
struct CapturedImport {
    std::string title;                      ///< "Alembic"
    std::string output;                     ///< empty = the migrations folder
    std::string version_table = {};         ///< the tool's; empty = what the rendering says
    const importers::Tool* adopt = nullptr; ///< whose table is to be adopted
    std::string table = {};
};

/// Writes the files, tells what is to be told, and holds the files against what the program has made on
/// `server`, if there is one.
ExitCode finish_import(const importers::alembic::Rendering& rendering, std::optional<ImportServer>& server,
                       const CapturedImport& import, const Context& context);

} // namespace pgmend::commands
