#pragma once

#include "catalog/canonicalizer.hpp"
#include "catalog/compare.hpp"
#include "catalog/difference.hpp"
#include "catalog/scratch.hpp"
#include "schema/model.hpp"
#include "statement/chain.hpp"

namespace pgmend::catalog {

/// Compares what one statement of a section creates with what exists. The arguments must outlive the object.
/// For transactions and errors, see compare_created().
class ScratchComparer {
  public:
    ScratchComparer(pg::Connection& connection, const Creation& creation);
    /// Compares an independent object: a table, type, view or function.
    Comparison whole();
    /// Compares a constraint of a domain, by adding it to a domain with the same base type.
    Comparison domain_part();
    /// Compares an object that belongs to a relation, by adding it to a copy of the relation.
    Comparison part();

  private:
    const statement::Statement& statement() const { return creation_.section[creation_.index]; }
    const statement::Effect& effect() const { return statement().effects.front(); }
    /// The effect, with the name under which the object was looked up.
    statement::Effect sought() const;
    void refer_to(const std::vector<std::size_t>& indexes);
    /// The statements after the creating one that alter the object or the relation that it belongs to.
    std::vector<std::size_t> followers(const statement::Chain& chain) const;
    /// The text of a statement that alters the relation, changed so that it alters the copy.
    std::string on_copy(const statement::Statement& statement, const std::string& copy) const;
    /// Runs a statement on the copy. Errors from the server are ignored.
    void follow(const std::string& text);
    /// Creates an empty copy of the relation and adds the object. Returns the model of the copy before that.
    schema::Model add_to_copy(std::string& copy);
    /// Creates the index that the statement makes a constraint; the original index now belongs to the
    /// constraint.
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
