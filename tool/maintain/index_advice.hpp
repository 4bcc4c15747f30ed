#pragma once

#include "pg/connection.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// A finding about the indexes of the database.
struct Advice {
    std::string kind;  ///< invalid, redundant, unused, missing, bloated, pending
    std::string index; ///< qualified; for kind missing, the name of the foreign key
    std::string table;
    long long bytes = 0; ///< space that would be freed; 0 = none or not known
    std::string evidence;
    std::string sql; ///< the suggested statement; it is not run

    bool operator==(const Advice&) const = default;
};

struct AdviceReport {
    std::vector<Advice> advice;
    std::vector<std::string> notes; ///< what could not be examined, and why
};

/// Examines all indexes and changes nothing. If the statistics are younger than `unused_days`, no index is
/// reported as unused.
AdviceReport advise(pg::Connection& connection, double unused_days);

} // namespace pgmend::maintain
