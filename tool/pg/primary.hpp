#pragma once

#include "pg/dsn.hpp"

namespace pgmend::pg {

/// Where several hosts are named and nobody has said which kind of server is meant: the one that can be
/// written to, not whichever answers first (libpq's target_session_attrs).
Dsn for_writing(Dsn dsn);

} // namespace pgmend::pg
