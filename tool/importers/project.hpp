#pragma once

#include "importers/conversion.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::importers {

/// SQL of one direction as it stands in another tool's file: the file's text, LF line ends, with the lines
/// that are not of this direction left empty, so that its lines count as the file's do.
struct Script {
    std::string sql;
    std::string file;
    bool transaction = true; ///< false: the tool is told to run it outside a transaction

    bool operator==(const Script&) const = default;
};

/// One migration as another tool keeps it.
struct Migration {
    std::string name; ///< what the tool's table says of it: "20240101120000", "1.2", "1_initial.sql"
    std::string id;   ///< the revision id that it gets
    std::string message;
    std::string created; ///< ISO 8601 where the name tells it, else empty
    Script up;
    std::optional<Script> down; ///< absent: the tool cannot take it back
    std::string checksum;       ///< of the file as the tool's table notes it; empty = it does not
    std::string fault;          ///< why there is only a stub, of which a failure tells; empty = there is more

    bool operator==(const Migration&) const = default;
};

/// What stands in a tool's folders, in the order in which the tool runs it.
struct Project {
    std::vector<Migration> migrations;
    std::vector<Failure> failures; ///< files that no revision can be made of
    std::vector<std::string> warnings;
};

/// What a project is read from.
struct Source {
    std::vector<std::filesystem::path> folders;
    std::map<std::string, std::string> placeholders; ///< Flyway's, names in lower case
    std::vector<std::string> up_patterns;            ///< of `import sql`: "{version}_{name}.sql"
    std::vector<std::string> down_patterns;
};

} // namespace pgmend::importers
