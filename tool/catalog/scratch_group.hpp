#pragma once

#include "catalog/scratch.hpp"
#include "statement/chain.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// One of a group's statements, which creates something as its only effect.
struct GroupMember {
    std::size_t place = 0; ///< what its answer goes by
    std::size_t index = 0; ///< of the statement in the section
    const Existing* existing = nullptr;
    statement::Chain chain = {};
};

/// The copies of what several statements of a section create, made behind each other and read together. They
/// are gone when it goes out of scope. The arguments must outlive it. A lock that is not to be had within a
/// tenth of a second is an error.
class ScratchGroup {
  public:
    /// The server refuses what these members need: the others are to be asked about without them.
    struct Refused {
        std::vector<std::size_t> members; ///< indexes among the members; empty = none can be told
    };
    /// The objects that are there and equal: the name by the member's place.
    using Matches = std::map<std::size_t, std::string>;
    using Section = std::span<const statement::Statement>;
    using Members = std::vector<GroupMember>;

    ScratchGroup(pg::Connection& connection, Section section, const Members& members,
                 const std::string& default_schema);

    /// Of what stands for itself, altered as the rest of the section says. Throws Refused.
    Matches whole();
    /// Of what lives on tables of one schema: added to an empty copy of each. Throws Refused.
    Matches parts();

  private:
    /// A statement to be run, and the members that it is for.
    struct Work {
        std::size_t index;
        std::vector<std::size_t> whose;
    };
    std::vector<Work> work() const;
    void refer_to(const std::vector<Work>& work);
    void run(const std::vector<std::string>& texts, const std::vector<Work>& work);
    void copy_tables(const std::map<std::string, Members>& by_table);

    pg::Connection& connection_;
    Section section_;
    const Members& members_;
    const std::string& default_schema_;
    Scratch scratch_;
};

} // namespace pgmend::catalog
