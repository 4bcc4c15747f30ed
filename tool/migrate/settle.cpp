#include "migrate/settle.hpp"

#include "migrate/execute.hpp"
#include "pg/pipeline.hpp"

#include <optional>

namespace pgmend::migrate {

void settle(Session& session) {
    if (!session.has_version_table())
        return;
    const auto& table = session.version_table();
    const auto lock_sql = table.lock_sql();
    std::optional<pg::SqlError> error;
    {
        pg::Pipeline pipeline(session.connection());
        for (auto& query : session.begin_queries(true))
            pipeline.send(std::move(query));
        pipeline.send({.sql = lock_sql});
        pipeline.send(table.check_query(session.rows()));
        pipeline.send({.sql = "COMMIT"});
        pipeline.sync();
        while (pipeline.pending() > 0 && !error)
            error = pipeline.next().error;
    }
    if (!error)
        return;
    if (session.connection().alive() && session.connection().in_transaction())
        session.connection().run("ROLLBACK");
    if (lost_a_race(*error, table))
        throw VersionMoved{};
    throw *error;
}

} // namespace pgmend::migrate
