#pragma once

#include "commands/context.hpp"
#include "importers/tools.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pgmend::commands {

/// A database that another tool has migrated, to be taken over: the revisions that the tool's table says are
/// applied become those of our version table.
class Adoption {
  public:
    /// Connects, reads the tool's table (`table`, or the usual one if that is empty) and decides; changes
    /// nothing. `revisions` are all that will be in the migrations folder, `project` what was read of the
    /// tool's files, if anything. Throws Error (exit code 5) where the database cannot be taken over.
    Adoption(const importers::Tool& tool, const std::string& table, std::vector<revision::Revision> revisions,
             const importers::Project& project, const Context& context);

    /// Writes the version rows, unless they are there or the database is further already, and says so.
    /// Returns
    /// {"table", "migrations", "heads"}.
    nlohmann::ordered_json stamp();

  private:
    bool is_there() const;

    const importers::Tool& tool_;
    std::string table_;
    revision::Graph graph_;
    Context context_;
    migrate::Session session_;
    importers::History history_;
    std::vector<std::string> rows_;
};

} // namespace pgmend::commands
