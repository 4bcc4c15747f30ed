#pragma once

#include "statement/statement.hpp"

#include <pg_query/pg_query.pb-c.h>

#include <span>

namespace pgmend::statement {

using Node = PgQuery__Node;

/// The elements of a list in a parse tree.
template <class T>
std::span<T* const> items(T* const* array, std::size_t size) {
    return {array, size};
}

/// The ObjectKind for a type of the parser.
ObjectKind kind_of(PgQuery__ObjectType type);

/// A relation with the name in the text; the database part of a name is ignored.
ObjectName relation_name(ObjectKind kind, const PgQuery__RangeVar* relation);

/// An object that belongs to a relation: a column, constraint, trigger, rule or policy.
ObjectName name_on(ObjectKind kind, const PgQuery__RangeVar* relation, std::string name);

/// An object whose name is a list of strings.
ObjectName list_name(ObjectKind kind, std::span<Node* const> parts);

/// An object whose name is any of the nodes that the grammar uses for names (a list, a string, a type, a
/// function with its arguments). For a kind that belongs to a relation, the last part is the object, and the
/// parts before it are the relation.
ObjectName node_name(ObjectKind kind, const Node* node);

/// Whether a relation is temporary, so that it does not affect the schema that other sessions see.
bool is_temporary(const PgQuery__RangeVar* relation);

} // namespace pgmend::statement
