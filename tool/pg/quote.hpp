#pragma once

#include "base/quote.hpp"

namespace pgmend::pg {

// The quoting functions are in base, so that modules without database access can use them.
using pgmend::quote_identifier;
using pgmend::quote_literal;
using pgmend::quote_qualified;

} // namespace pgmend::pg
