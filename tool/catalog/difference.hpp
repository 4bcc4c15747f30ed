#pragma once

#include "schema/diff.hpp"

#include <functional>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// An attribute in which an existing object differs from the one that a statement would create.
struct Difference {
    std::string attribute;
    std::string existing;
    std::string wanted;

    bool operator==(const Difference&) const = default;
};

/// The findings of a diff whose expected side is what a statement would create as `subject`. Attributes of
/// the object itself have their own names; those of its parts have names such as "column c" and "constraint
/// k". `remove_equivalent` may remove differences in wording from the diff of the desired and the existing
/// model.
using RemoveEquivalent =
    std::function<void(schema::Diff&, const schema::Model& wanted, const schema::Model& existing)>;
std::vector<Difference> differences(const schema::Model& wanted, const schema::Model& existing,
                                    const schema::ObjectId& subject,
                                    const RemoveEquivalent& remove_equivalent = {});

} // namespace pgmend::catalog
