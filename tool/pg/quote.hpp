#pragma once

#include "base/quote.hpp"

namespace pgmend::pg {

// The quoting functions stand in base, where the pure modules can use them, too.
using pgmend::quote_identifier;
using pgmend::quote_literal;
using pgmend::quote_qualified;

} // namespace pgmend::pg
