#include "migrate/run_errors.hpp"

namespace pgmend::migrate {

Error not_replicated() {
    return Interrupted()
        .in_context("the wait for a synchronous standby was ended")
        .with_detail(
            "what is listed as applied is committed on this server; whether a standby has it is not known")
        .with_hint(
            "look at pg_stat_replication and synchronous_standby_names; the same command goes on where "
            "this one stopped");
}

Error waits_for_itself(const pg::SqlError& error) {
    return Error("a statement waits for pgmend's own lock connection, which would never end",
                 ExitCode::failed)
        .at(error.location())
        .with_revision(error.revision())
        .with_detail(error.statement());
}

} // namespace pgmend::migrate
