#pragma once

#include "commands/context.hpp"
#include "embedded/throwaway.hpp"
#include "importers/conversion.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// The throwaway server of an import: another tool runs its project there, and the files are held against
/// what it has made.
class ImportServer {
  public:
    /// `database` is what the project's own database is called, since migrations may name it; empty = not
    /// known.
    explicit ImportServer(std::string database);

    /// Where the tool works.
    pg::Dsn dsn() const { return server_.dsn(name_); }
    /// Drops that database and creates an empty one.
    void make_empty();
    /// Lets the other tool's database be the one that is right, and makes an empty one for the files.
    void keep_as_right();

    /// What the files make another than the tool does, run up, down and up again on the empty database; empty
    /// = they agree. `version_table` is the tool's, which does not count.
    std::vector<std::string> differences(const revision::Graph& files, const std::string& version_table,
                                         const Context& context);

  private:
    void administer(const std::string& sql);

    embedded::ThrowawayServer server_;
    std::string name_;
};

} // namespace pgmend::commands
