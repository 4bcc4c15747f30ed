#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pgmend::statement {

/// The later statements of a section that alter only the object that an earlier statement has created.
struct Chain {
    std::vector<std::size_t> members; ///< the statements, as indexes in the section, in order
    ObjectName end;                   ///< the name of the object after the last of them, with its schema
};

/// The chain of the object that the statement `create` of the section creates (its first effect): the later
/// ALTER statements that change only this object, its columns and its constraints, until a statement drops
/// it. With public as the `default_schema`, `p` and `public.p` are the same object. For an object that
/// belongs to a table (a column, index, constraint or trigger), only statements that alter or rename the
/// object itself are included.
Chain chain_of(std::span<const Statement> section, std::size_t create, const std::string& default_schema);

/// The creating statement, its chain, and statements that these may need, in order: those that create
/// indexes, triggers, rules and policies of the object, attach it to a table, or assign sequences to its
/// columns. Some may precede the creating one.
std::vector<std::size_t> helpers_of(std::span<const Statement> section, std::size_t create,
                                    const Chain& chain, const std::string& default_schema);

/// The index that ALTER INDEX … ATTACH PARTITION attaches; nothing for other statements.
std::optional<ObjectName> attached_index(const Statement& statement);

/// The sequence that ALTER SEQUENCE … OWNED BY assigns to a column of a table, and the table; nothing for
/// other statements.
struct OwnedSequence {
    ObjectName sequence;
    ObjectName table;
};
std::optional<OwnedSequence> owned_sequence(const Statement& statement);

/// The object that an effect changes, with its schema: the relation, type or routine itself, or the relation
/// or domain of a column, constraint, trigger, rule or policy.
ObjectName subject_of(const Effect& effect, const std::string& default_schema);

/// Whether both names, which must include their schemas, refer to one object. Tables, views, sequences,
/// indexes and composite types share one name space.
bool same_subject(const ObjectName& a, const ObjectName& b);

} // namespace pgmend::statement
