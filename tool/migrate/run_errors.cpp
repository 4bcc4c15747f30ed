#include "migrate/run_errors.hpp"

namespace pgmend::migrate {

Error not_replicated() {
    return Interrupted()
        .in_context("the wait for a synchronous standby was canceled")
        .with_detail(
            "The revisions listed as applied are committed on this server but may be missing on the standby.")
        .with_hint(
            "check pg_stat_replication and synchronous_standby_names; the same command continues where this "
            "one stopped");
}

Error waits_for_itself(const pg::SqlError& error) {
    return Error("a statement waits for the lock connection of pgmend and would never end", ExitCode::failed)
        .at(error.location())
        .with_revision(error.revision())
        .with_detail(error.statement());
}

} // namespace pgmend::migrate
