#pragma once

#include "pg/sql_error.hpp"

struct pg_result;

namespace pgmend::pg {

/// All fields that the server has sent with an error or a notice.
Diagnostic diagnostic_of(const pg_result* raw);

} // namespace pgmend::pg
