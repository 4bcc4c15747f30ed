#pragma once

#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::catalog {

/// One attribute in which an existing object and the one that a statement would create disagree.
struct Difference {
    std::string attribute;
    std::string existing;
    std::string wanted;

    bool operator==(const Difference&) const = default;
};

/// The findings of a diff, whose expected side is what a statement would make of `subject`: attributes of the
/// object itself go by their names, those of what belongs to it by "column c", "constraint k".
std::vector<Difference> differences(const schema::Model& wanted, const schema::Model& existing,
                                    const schema::ObjectId& subject);

} // namespace pgmend::catalog
