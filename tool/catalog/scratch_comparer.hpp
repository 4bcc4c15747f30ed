#pragma once

#include "catalog/canonicalizer.hpp"
#include "catalog/compare.hpp"
#include "catalog/difference.hpp"
#include "catalog/scratch.hpp"
#include "schema/model.hpp"
#include "statement/chain.hpp"

namespace pgmend::catalog {

/// One comparison of what a statement of a section creates with what is there. The arguments must outlive it;
/// for transactions and errors see compare_created().
class ScratchComparer {
  public:
    ScratchComparer(pg::Connection& connection, const Creation& creation);
    /// Of what stands for itself: a table, a type, a view, a function.
    Comparison whole();
    /// A domain's constraint, on a domain of the same base type.
    Comparison domain_part();
    /// Of what lives on a relation: added to a copy of that.
    Comparison part();

  private:
    const statement::Statement& statement() const { return creation_.section[creation_.index]; }
    const statement::Effect& effect() const { return statement().effects.front(); }
    /// The effect, of the name under which the object was looked for.
    statement::Effect sought() const;
    void refer_to(const std::vector<std::size_t>& indexes);
    /// The statements behind the creating one that alter the relation which the object lives on, or itself.
    std::vector<std::size_t> followers(const statement::Chain& chain) const;
    /// A statement that alters the relation, altering the copy.
    std::string on_copy(const statement::Statement& statement, const std::string& copy) const;
    /// Runs a statement on the copy; what the server refuses is left out.
    void follow(const std::string& text);
    /// An empty copy of the relation, with the object added; what it was before.
    schema::Model add_to_copy(std::string& copy);
    /// The index that the statement makes a constraint of: the original's has become the constraint's.
    void copy_index(const std::string& copy, const std::string& name);
    schema::Model made_model() const;
    schema::Model existing_model();

    pg::Connection& connection_;
    const Creation& creation_;
    const Existing& existing_;
    statement::ObjectKind kind_;
    Scratch scratch_;
    Canonicalizer canonicalizer_;
    RemoveEquivalent remove_equivalent_;
};

} // namespace pgmend::catalog
