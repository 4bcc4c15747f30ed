#pragma once

#include "catalog/existence.hpp"
#include "statement/plain_setting.hpp"

#include <optional>
#include <span>
#include <vector>

namespace pgmend::catalog {

/// A setting, and the relation that it is of, as find_existing() gives it.
struct AskedSetting {
    statement::PlainSetting setting;
    Existing relation;
};

/// Whether each is so already, by one reading of the catalog for all, without a lock on any of the relations;
/// no value where only trying tells (is_set_already()).
std::vector<std::optional<bool>> are_set_already(pg::Connection& connection,
                                                 std::span<const AskedSetting> asked);

} // namespace pgmend::catalog
