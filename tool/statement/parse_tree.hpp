#pragma once

#include "statement/kept_tree.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

struct PgQuery__ParseResult;
struct PgQuery__Node;

namespace pgmend::statement {

/// The parse tree of PostgreSQL 15's parser, as protobuf-c structures (pg_query/pg_query.pb-c.h).
using ParseTree = std::shared_ptr<const PgQuery__ParseResult>;

/// The tree, or why there is none.
struct ParseOutcome {
    ParseTree tree; ///< null: the parser does not know the statement
    /// Where the parser stopped, in bytes; nothing if it is not known.
    std::optional<std::size_t> stopped_at;
    std::size_t bytes = 0; ///< size of the tree in memory
};

/// Parses one statement. A null tree does not mean that the server would reject the statement: its syntax may
/// be newer than PostgreSQL 15, or nested so deeply that libpg_query would overflow the stack. Thread-safe.
/// Each thread caches its last few trees, so parsing the same text again soon costs nothing.
ParseOutcome parse(const std::string& sql);

/// The same for the text of a statement, without parsing if its tree is cached.
ParseOutcome parse(const Statement& statement);

/// How many times the parser was called by all threads; for tests of performance.
std::size_t parser_calls();

/// The only statement of a tree; null if there is none or more than one.
const PgQuery__Node* only_statement(const ParseTree& tree);

} // namespace pgmend::statement
