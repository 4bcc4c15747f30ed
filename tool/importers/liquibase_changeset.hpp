#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// One change set of a file of Liquibase's formatted SQL.
struct Changeset {
    std::string author;
    std::string id;
    int line = 0;
    std::string up; ///< its lines, in their places of the file
    std::string down;
    bool transaction = true;
    std::string fault; ///< why no revision can do the same; empty = one can

    /// How the table has it: "author:id".
    std::string key() const { return author + ":" + id; }
    std::string words() const;
    bool operator==(const Changeset&) const = default;
};

/// The id of a key.
std::string id_of_key(std::string_view key);

/// Whether the first line says so.
bool is_liquibase_sql(std::string_view text);

/// The change sets for PostgreSQL, in the order of the file. Contexts and labels are a warning. Throws
/// UsageError for one without author and id.
std::vector<Changeset> parse_changesets(std::string_view text, const std::string& file,
                                        std::vector<std::string>& warnings);

} // namespace pgmend::importers
