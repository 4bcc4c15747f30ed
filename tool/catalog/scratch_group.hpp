#pragma once

#include "catalog/scratch.hpp"
#include "statement/chain.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// A statement of a group; it creates an object as its only effect.
struct GroupMember {
    std::size_t place = 0; ///< key of its result in Matches
    std::size_t index = 0; ///< index of the statement in the section
    const Existing* existing = nullptr;
    statement::Chain chain = {};
};

/// Copies of what several statements of a section create. They are created one after the other, read
/// together, and removed at the end of the scope. The arguments must outlive the object. A lock that cannot
/// be acquired within 100 ms is an error.
class ScratchGroup {
  public:
    /// Thrown if the server rejects what these members need. The other members can be tried again without
    /// them.
    struct Refused {
        std::vector<std::size_t> members; ///< indexes of the members; empty = not known
    };
    /// The names of the identical existing objects, by the place of the member.
    using Matches = std::map<std::size_t, std::string>;
    using Section = std::span<const statement::Statement>;
    using Members = std::vector<GroupMember>;

    ScratchGroup(pg::Connection& connection, Section section, const Members& members,
                 const std::string& default_schema);

    /// Compares independent objects in their form at the end of the section. Throws Refused.
    Matches whole();
    /// Compares objects that belong to tables of one schema, by adding them to empty copies. Throws Refused.
    Matches parts();

  private:
    /// A statement to run, and the members that need it.
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
