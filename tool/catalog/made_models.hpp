#pragma once

#include "catalog/compare.hpp"
#include "schema/model.hpp"

namespace pgmend::catalog {

// Copies and originals as models, compared; only `remove_equivalent` may ask the server.

/// Compares an independent object (a table, view, type or function). `made` and `found` contain at least the
/// objects that the two schemas have under its name. A copy in a temporary schema is temporary although no
/// attribute says so.
Comparison compare_whole(const schema::Model& made, const schema::Model& found,
                         const statement::Effect& effect, const Existing& existing, bool temporary,
                         const RemoveEquivalent& remove_equivalent = {});

/// Compares an object that belongs to a table. `made` contains what the statement has added to the copy of
/// the table, `original` what the table has.
Comparison compare_part(schema::Model made, const schema::Model& original, const statement::Effect& effect,
                        const RemoveEquivalent& remove_equivalent = {});

/// The objects that are in `after` but not in `before`.
schema::Model added(const schema::Model& before, const schema::Model& after);

} // namespace pgmend::catalog
