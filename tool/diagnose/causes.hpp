#pragma once

#include <string_view>

namespace pgmend::diagnose {

/// Why statements with an SQLSTATE fail, as far as the code shows, and what to do.
struct Cause {
    std::string_view sqlstate; ///< five characters, or two for a whole class
    std::string_view kind; ///< data, object, race, resources, permission, timeout, connection, programming
    std::string_view cause;
    std::string_view remedy;
};

/// The cause for the code, otherwise for its class, otherwise an entry for unknown causes.
const Cause& cause_of(std::string_view sqlstate);

} // namespace pgmend::diagnose
