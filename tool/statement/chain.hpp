#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pgmend::statement {

/// What a section does, behind the statement that creates an object, to that object alone.
struct Chain {
    std::vector<std::size_t> members; ///< the statements, by their index in the section, in order
    ObjectName end; ///< the object as it is called behind the last of them, its schema given
};

/// The chain of the object that the section's statement `create` makes (its first effect): the ALTERs behind
/// it of nothing but this object, its columns and its constraints, up to a statement that drops it. `p` and
/// `public.p` are one where `default_schema` is public. Of an object that lives on a table (a column, an
/// index, a constraint, a trigger) only what alters or renames itself counts.
Chain chain_of(std::span<const Statement> section, std::size_t create, const std::string& default_schema);

/// The creating statement, its chain, and what the statements of that may need: the indexes, triggers, rules
/// and policies of the object, what attaches it to a table, and the sequences that are given to its columns;
/// in order. Some may be before the creating one.
std::vector<std::size_t> helpers_of(std::span<const Statement> section, std::size_t create,
                                    const Chain& chain, const std::string& default_schema);

/// The index that ALTER INDEX … ATTACH PARTITION attaches; nothing for other statements.
std::optional<ObjectName> attached_index(const Statement& statement);

/// The sequence that ALTER SEQUENCE … OWNED BY gives to a table's column, and the table; nothing for other
/// statements.
struct OwnedSequence {
    ObjectName sequence;
    ObjectName table;
};
std::optional<OwnedSequence> owned_sequence(const Statement& statement);

/// What an effect is on: the relation, type or routine itself, or the relation or domain that a column,
/// constraint, trigger, rule or policy is on, with its schema given.
ObjectName subject_of(const Effect& effect, const std::string& default_schema);

/// Whether the names are of one object where both have their schemas given: tables, views, sequences, indexes
/// and composite types share one name space.
bool same_subject(const ObjectName& a, const ObjectName& b);

} // namespace pgmend::statement
