#include "drift/repair.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/retry.hpp"
#include "pg/transaction.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using schema::DdlStatement;
using Group = std::span<const DdlStatement>;

bool shares(const DdlStatement& statement) {
    return statement.in_transaction && !statement.own_transaction;
}

/// The statements that stand next to each other and can share a transaction; one that cannot is alone.
std::vector<Group> groups(const std::vector<DdlStatement>& statements) {
    std::vector<Group> list;
    const Group all(statements);
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin + 1;
        while (shares(all[begin]) && end < all.size() && shares(all[end]))
            ++end;
        list.push_back(all.subspan(begin, end - begin));
        begin = end;
    }
    return list;
}

class Run {
  public:
    Run(migrate::Session& session, const migrate::Listener& listener)
        : session_(session), listener_(listener) {
        auto& connection = session.connection();
        const auto set = [&](const char* name, const std::string& value) {
            connection.run(pg::own("SELECT set_config($1, $2, false)"), {name, value});
        };
        session.prepare_for_changes(listener);
        set("check_function_bodies", "off");
        set("lock_timeout", fmt::format("{}ms", session.settings().lock_timeout.count()));
        set("statement_timeout", fmt::format("{}ms", session.settings().statement_timeout.count()));
    }

    void group(const Group& group) {
        pg::Backoff backoff({});
        for (int retries = 0;; ++retries) {
            try {
                return once(group);
            } catch (const pg::SqlError& error) {
                const bool waits = error.is(pg::sqlstate::lock_not_available) || error.is("40P01");
                if (!waits || retries >= session_.settings().lock_retries)
                    throw;
                listener_.notify(fmt::format("could not acquire a lock ({}); trying again", error.message()));
                clear_up(group.front());
            }
            backoff.wait();
        }
    }

  private:
    void once(const Group& group) {
        auto& connection = session_.connection();
        if (!group.front().in_transaction) {
            connection.run(group.front().sql);
            return;
        }
        pg::Transaction transaction(connection);
        for (const auto& statement : group)
            connection.run(statement.sql);
        transaction.commit();
    }

    /// A CREATE INDEX CONCURRENTLY that failed leaves an invalid index of its name behind.
    void clear_up(const DdlStatement& statement) {
        if (!statement.in_transaction && statement.sql.find("INDEX CONCURRENTLY") != std::string::npos &&
            statement.sql.starts_with("CREATE"))
            session_.connection().run("DROP INDEX CONCURRENTLY IF EXISTS " +
                                      pg::quote_qualified(statement.object.schema, statement.object.name));
    }

    migrate::Session& session_;
    const migrate::Listener& listener_;
};

} // namespace

void apply(migrate::Session& session, const std::vector<DdlStatement>& statements,
           const migrate::Listener& listener) {
    Run run(session, listener);
    for (const auto& group : groups(statements))
        run.group(group);
}

} // namespace pgmend::drift
