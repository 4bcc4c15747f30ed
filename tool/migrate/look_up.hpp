#pragma once

#include "migrate/plan.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <vector>

namespace pgmend::migrate {

/// What the catalog says of a statement.
struct Facts {
    std::vector<catalog::Existing> existing;  ///< of each effect
    std::optional<statement::Effect> by_name; ///< what would bear the name that the server chooses
    bool name_taken = false;                  ///< it may be taken
};

/// What the catalog says of each statement of a plan, in their order: all questions in one query.
std::vector<Facts> look_up(const Plan& plan, pg::Connection& connection);

} // namespace pgmend::migrate
