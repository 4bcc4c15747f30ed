#pragma once

#include "statement/kept_tree.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

struct PgQuery__ParseResult;
struct PgQuery__Node;

namespace pgmend::statement {

/// What the parser of PostgreSQL 15 makes of a text, as protobuf-c structures (pg_query/pg_query.pb-c.h).
using ParseTree = std::shared_ptr<const PgQuery__ParseResult>;

/// The tree, or why there is none.
struct ParseOutcome {
    ParseTree tree; ///< null: not known to this parser
    /// Where the parser stopped, in bytes; nothing where it has not said.
    std::optional<std::size_t> stopped_at;
    std::size_t bytes = 0; ///< that the tree takes up
};

/// Parses one statement. A null tree does not mean that the server would refuse it: the syntax may be newer
/// than PostgreSQL 15, or so deeply nested that libpg_query would overflow the stack. Thread-safe.
/// The same text again, soon after, costs nothing: the last few trees are kept, by each thread for itself.
ParseOutcome parse(const std::string& sql);

/// The same of a statement's text, without parsing it again where its tree has been kept.
ParseOutcome parse(const Statement& statement);

/// How often the parser has been asked so far, by all threads: for tests that hold the work to a measure.
std::size_t parser_calls();

/// The only statement of a tree, or null where there is none or more than one.
const PgQuery__Node* only_statement(const ParseTree& tree);

} // namespace pgmend::statement
