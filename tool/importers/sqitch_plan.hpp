#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// A line of a sqitch.plan.
struct PlannedChange {
    std::string name;
    std::string id;      ///< the name; of a change that was reworked, the later ones have a number behind it
    std::string script;  ///< the files' name without ending: "users", or "users@v1" of one reworked later
    std::string created; ///< ISO 8601
    std::string note;

    bool operator==(const PlannedChange&) const = default;
};

/// The changes of a plan, in its order. Throws UsageError with the place for a line that is none.
std::vector<PlannedChange> parse_sqitch_plan(std::string_view text, const std::string& file);

} // namespace pgmend::importers
