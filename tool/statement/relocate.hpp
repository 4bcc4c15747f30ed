#pragma once

#include "statement/statement.hpp"

#include <map>
#include <string>
#include <utility>

namespace pgmend::statement {

/// New schemas for objects that a text names. All names are as in the catalog, without quotes.
struct Relocation {
    /// (schema, name) of an object -> the schema to use instead.
    std::map<std::pair<std::string, std::string>, std::string> objects = {};
    /// The same for the name of a schema itself: in SET SCHEMA, for a sequence that an identity column names,
    /// and for the multirange type of a range type.
    std::map<std::string, std::string> schemas = {};
};

/// The text of the statement with the schemas of objects replaced where they are written, also in string
/// constants (nextval('s.q')); without CONCURRENTLY and IF NOT EXISTS, and with WITH NO DATA for CREATE TABLE
/// AS and materialized views. Names without a schema are not changed and must be found through search_path.
std::string relocated(const Statement& statement, const Relocation& relocation);

} // namespace pgmend::statement
