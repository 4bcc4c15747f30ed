#pragma once

#include "schema/diff.hpp"

#include <functional>
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
/// `remove_equivalent` may take differences in wording only out of the diff of the wanted and the existing
/// model.
using RemoveEquivalent =
    std::function<void(schema::Diff&, const schema::Model& wanted, const schema::Model& existing)>;
std::vector<Difference> differences(const schema::Model& wanted, const schema::Model& existing,
                                    const schema::ObjectId& subject,
                                    const RemoveEquivalent& remove_equivalent = {});

} // namespace pgmend::catalog
