#pragma once

#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// Something about the database's indexes that is worth a look.
struct Advice {
    std::string kind;  ///< invalid, redundant, unused, missing, bloated, pending
    std::string index; ///< qualified; of kind missing: the foreign key's name
    std::string table;
    long long bytes = 0; ///< what would be gained, 0 = nothing or not known
    std::string evidence;
    std::string sql; ///< what to do; nothing is done by itself

    bool operator==(const Advice&) const = default;
};

struct AdviceReport {
    std::vector<Advice> advice;
    std::vector<std::string> notes; ///< what could not be judged, and why
};

/// Looks at all indexes. `unused_days`: counters younger than that prove nothing. Changes nothing.
AdviceReport advise(pg::Connection& connection, double unused_days);

} // namespace pgmend::maintain
