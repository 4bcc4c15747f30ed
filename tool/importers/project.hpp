#pragma once

#include "importers/conversion.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::importers {

/// The SQL of one direction in another tool's file: the text of the file with LF line ends, in which lines of
/// the other direction are empty, so that line numbers are those of the file.
struct Script {
    std::string sql;
    std::string file;
    bool transaction = true; ///< false: the tool runs it outside a transaction

    bool operator==(const Script&) const = default;
};

/// A migration of another tool.
struct Migration {
    std::string name; ///< the name in the tool's table: "20240101120000", "1.2", "1_initial.sql"
    std::string id;   ///< its revision id
    std::string message;
    std::string created; ///< ISO 8601 if the name contains the time, otherwise empty
    Script up;
    std::optional<Script> down; ///< absent: the tool cannot take it back
    std::string checksum;       ///< of the file as the tool's table notes it; empty = it does not
    std::string fault;          ///< why there is only a stub, of which a failure tells; empty = there is more

    bool operator==(const Migration&) const = default;
};

/// The migrations in a tool's folders, in the order in which the tool runs them.
struct Project {
    std::vector<Migration> migrations;
    std::vector<Failure> failures; ///< files that cannot be converted
    std::vector<std::string> warnings;
};

/// Where a project is read from.
struct Source {
    std::vector<std::filesystem::path> folders;
    std::map<std::string, std::string> placeholders; ///< Flyway's, names in lower case
    std::vector<std::string> up_patterns;            ///< of `import sql`: "{version}_{name}.sql"
    std::vector<std::string> down_patterns;
};

} // namespace pgmend::importers
