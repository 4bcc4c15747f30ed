#pragma once

#include "pg/dsn.hpp"

namespace pgmend::pg {

/// If several hosts are named and target_session_attrs is not set, sets it so that libpq connects to the
/// primary, not to the first server that answers.
Dsn for_writing(Dsn dsn);

} // namespace pgmend::pg
