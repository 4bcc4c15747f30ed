#pragma once

#include "migrate/plan.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <vector>

namespace pgmend::migrate {

/// What the catalog contains about a statement.
struct Facts {
    std::vector<catalog::Existing> existing;  ///< one for each effect
    std::optional<statement::Effect> by_name; ///< the object with the name that the server would choose
    bool name_taken = false;                  ///< whether that name may be used already
};

/// The facts about each statement of a plan, in order. Runs one query.
std::vector<Facts> look_up(const Plan& plan, pg::Connection& connection);

} // namespace pgmend::migrate
