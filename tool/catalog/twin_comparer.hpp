#pragma once

#include "catalog/compare.hpp"
#include "catalog/twin.hpp"
#include "schema/model.hpp"

#include <span>

namespace pgmend::catalog {

/// One comparison of what a statement creates with what is there: the twin, and what it is compared with. The
/// references must outlive it; for transactions and errors see compare_created().
class TwinComparer {
  public:
    TwinComparer(pg::Connection& connection, const statement::Statement& statement,
                 const statement::Effect& effect, const Existing& existing);
    /// Of what stands for itself: a table, a type, a view, a function.
    Comparison whole(std::span<const statement::Statement> later);
    /// A domain's constraint, on a domain of the same base type.
    Comparison domain_part();
    /// Of what lives on a relation: added to a copy of that.
    Comparison part(std::span<const statement::Statement> later);

  private:
    /// Runs a later statement on the twin; false when the server refuses it, and nothing more can be asked.
    bool follow(const statement::Statement& next, const std::string& twin);
    std::string twin_text();
    /// The table that CREATE TABLE … PARTITION OF names.
    Existing parent_of_partition();
    /// The index that the statement makes a constraint of: the original's has become the constraint's.
    void copy_index(const std::string& copy, const std::string& name);
    schema::Model existing_model();

    pg::Connection& connection_;
    const statement::Statement& statement_;
    const statement::Effect& effect_;
    const Existing& existing_;
    statement::ObjectKind kind_;
    TwinSchema twin_;
};

} // namespace pgmend::catalog
