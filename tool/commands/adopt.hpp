#pragma once

#include "commands/context.hpp"
#include "importers/tools.hpp"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pgmend::commands {

/// Adopts a database that another tool has migrated: the revisions that the tool's table lists as applied are
/// recorded in pgmend's version table.
class Adoption {
  public:
    /// Connects, reads the tool's table (`table`, or the default one if it is empty), and determines the
    /// revisions. Changes nothing. `revisions` are all revisions that will be in the migrations folder;
    /// `project` contains the tool's files, if they were read. Throws Error (exit code 5) if the database
    /// cannot be adopted.
    Adoption(const importers::Tool& tool, const std::string& table, std::vector<revision::Revision> revisions,
             const importers::Project& project, const Context& context);

    /// Writes the version rows and prints a message, unless the rows exist or the database is at later
    /// revisions. Returns {"table", "migrations", "heads"}.
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
