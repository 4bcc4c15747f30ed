#pragma once

#include "catalog/compare.hpp"
#include "schema/model.hpp"

namespace pgmend::catalog {

// Copies and originals as models, compared; only `remove_equivalent` may ask the server.

/// What stands for itself (a table, a view, a type, a function): `made` and `found` hold what the two schemas
/// have under its name, or more. The copy in a temporary schema is temporary without saying so.
Comparison compare_whole(const schema::Model& made, const schema::Model& found,
                         const statement::Effect& effect, const Existing& existing, bool temporary,
                         const RemoveEquivalent& remove_equivalent = {});

/// What lives on a table: `made` is what the statement has added to the table's copy, `original` what the
/// table has.
Comparison compare_part(schema::Model made, const schema::Model& original, const statement::Effect& effect,
                        const RemoveEquivalent& remove_equivalent = {});

/// What is in one model and not in the other.
schema::Model added(const schema::Model& before, const schema::Model& after);

} // namespace pgmend::catalog
