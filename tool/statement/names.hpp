#pragma once

#include "statement/statement.hpp"

#include <pg_query/pg_query.pb-c.h>

#include <span>

namespace pgmend::statement {

using Node = PgQuery__Node;

/// The parts of a parse tree's list.
template <class T>
std::span<T* const> items(T* const* array, std::size_t size) {
    return {array, size};
}

/// Our kind for the parser's.
ObjectKind kind_of(PgQuery__ObjectType type);

/// A relation by the name it has in the text; the database part of a name is left out.
ObjectName relation_name(ObjectKind kind, const PgQuery__RangeVar* relation);

/// An object that lives on a relation: a column, constraint, trigger, rule, policy.
ObjectName name_on(ObjectKind kind, const PgQuery__RangeVar* relation, std::string name);

/// An object named by a list of strings.
ObjectName list_name(ObjectKind kind, std::span<Node* const> parts);

/// An object named by any of the nodes that the grammar uses for it (a list, a string, a type, a function
/// with its arguments); for a kind that lives on a relation the last part is the object, those before it the
/// relation.
ObjectName node_name(ObjectKind kind, const Node* node);

/// Whether a relation is made for the session only: no effect on the schema that others see.
bool is_temporary(const PgQuery__RangeVar* relation);

} // namespace pgmend::statement
