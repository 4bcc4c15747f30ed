#pragma once

#include "catalog/twin.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// One of a group's statements, each of which has one effect and creates something.
struct TwinMember {
    std::size_t place = 0; ///< what its answer goes by
    const statement::Statement* statement = nullptr;
    const Existing* existing = nullptr;
    std::span<const statement::Statement> later = {}; ///< behind it in its section

    const statement::Effect& effect() const { return statement->effects.front(); }
    const std::string& name() const { return effect().object.name; }
};

/// The twins of several statements on objects of one schema, made behind each other and read together. They
/// are gone when it goes out of scope, as TwinSchema says. The members must outlive it.
/// A lock that is not to be had within a tenth of a second is an error.
class TwinGroup {
  public:
    /// The server refuses one of the statements, or it cannot be made to create a twin: the others are to be
    /// asked about without it.
    struct Refused {
        std::size_t member;
    };
    /// The objects that are there and equal: the name by the member's place.
    using Told = std::map<std::size_t, std::string>;

    TwinGroup(pg::Connection& connection, const std::vector<TwinMember>& members);

    /// Of what stands for itself; no name may come twice. Relations are read by their names, all else with
    /// its schema. Where `altered` is set, each twin is altered as the later statements say. Throws Refused.
    Told whole(bool relations, bool altered);
    /// Of what lives on tables: added to an empty copy of each. Throws Refused.
    Told parts();

  private:
    using Members = std::vector<TwinMember>;
    std::vector<std::string> copies(const std::map<std::string, Members>& by_table) const;
    void run(const std::vector<std::string>& statements, const std::vector<std::size_t>& whose);

    pg::Connection& connection_;
    const Members& members_;
    std::string schema_;
    TwinSchema twin_;
};

} // namespace pgmend::catalog
