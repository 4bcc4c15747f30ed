#pragma once

#include "statement/statement.hpp"

#include <map>
#include <string>
#include <utility>

namespace pgmend::statement {

/// Where objects that a text names are to be instead. All names as the catalog has them, without quotes.
struct Relocation {
    /// (schema, name) of an object -> the schema to name in its place.
    std::map<std::pair<std::string, std::string>, std::string> objects = {};
    /// The same for a schema as such: behind SET SCHEMA, of a sequence that an identity column names, of a
    /// range's multirange type.
    std::map<std::string, std::string> schemas = {};
};

/// The statement's text with the objects' schemas changed where they are written out, in string constants
/// (nextval('s.q')) too; without CONCURRENTLY and IF NOT EXISTS, and for CREATE TABLE AS and materialized
/// views WITH NO DATA. Names without a schema stay as they are: search_path has to find them.
std::string relocated(const Statement& statement, const Relocation& relocation);

} // namespace pgmend::statement
