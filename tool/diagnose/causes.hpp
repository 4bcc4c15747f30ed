#pragma once

#include <string_view>

namespace pgmend::diagnose {

/// Why statements with an SQLSTATE fail, as far as the code tells, and what helps.
struct Cause {
    std::string_view sqlstate; ///< five characters, or two for a whole class
    std::string_view kind; ///< data, object, race, resources, permission, timeout, connection, programming
    std::string_view cause;
    std::string_view remedy;
};

/// The cause of the code, else of its class, else one that says that nothing is known.
const Cause& cause_of(std::string_view sqlstate);

} // namespace pgmend::diagnose
