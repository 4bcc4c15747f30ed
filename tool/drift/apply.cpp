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

/// How many statements there are, and how many are committed.
struct Progress {
    std::size_t all = 0;
    std::size_t done = 0;
};

bool shares(const DdlStatement& statement) {
    return statement.in_transaction && !statement.own_transaction;
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

    void group(const Group& group, Progress progress) {
        pg::Backoff backoff({});
        for (int retries = 0;; ++retries) {
            try {
                return once(group);
            } catch (const pg::SqlError& error) {
                const bool waits = error.is(pg::sqlstate::lock_not_available) || error.is("40P01");
                if (!waits || retries >= session_.settings().lock_retries) {
                    drop_invalid_index(group.front());
                    throw explained(error, progress);
                }
                listener_.notify(fmt::format("could not acquire a lock ({}); trying again", error.message()));
                drop_invalid_index(group.front());
            }
            backoff.wait();
        }
    }

  private:
    void once(const Group& group) {
        auto& connection = session_.connection();
        running_ = 0;
        if (!group.front().in_transaction) {
            connection.run(group.front().sql);
            return;
        }
        pg::Transaction transaction(connection);
        for (const auto& statement : group) {
            connection.run(statement.sql);
            ++running_;
        }
        transaction.commit();
    }

    /// The error with the number of the statement and what is committed.
    pg::SqlError explained(pg::SqlError error, Progress progress) const {
        const auto done = progress.done == 0   ? std::string("Nothing is committed.")
                          : progress.done == 1 ? fmt::format("Statement 1 of {} is committed.", progress.all)
                                               : fmt::format("Statements 1 to {} of {} are committed.",
                                                             progress.done, progress.all);
        error.in_context(fmt::format("statement {} of {}", progress.done + running_ + 1, progress.all));
        error.with_detail(error.detail().empty() ? done : fmt::format("{}\n{}", error.detail(), done));
        if (error.hint().empty() && progress.done > 0)
            error.with_hint("the same command compares again and continues from there");
        return error;
    }

    /// A CREATE INDEX CONCURRENTLY that failed leaves an invalid index of its name; a valid one of this name
    /// is another's.
    void drop_invalid_index(const DdlStatement& statement) {
        auto& connection = session_.connection();
        if (statement.in_transaction || !statement.sql.starts_with("CREATE") || !connection.alive() ||
            statement.sql.find("INDEX CONCURRENTLY") == std::string::npos)
            return;
        const auto name = pg::quote_qualified(statement.object.schema, statement.object.name);
        const auto invalid = connection.run(pg::own("SELECT FROM pg_catalog.pg_index WHERE indexrelid = "
                                                    "pg_catalog.to_regclass($1) AND NOT indisvalid"),
                                            {name});
        if (invalid.rows() > 0)
            connection.run("DROP INDEX CONCURRENTLY IF EXISTS " + name);
    }

    migrate::Session& session_;
    const migrate::Listener& listener_;
    std::size_t running_ = 0; ///< of the group: those that have run
};

} // namespace

std::vector<Group> transactions(const std::vector<DdlStatement>& statements) {
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

void apply(migrate::Session& session, const std::vector<DdlStatement>& statements,
           const migrate::Listener& listener) {
    Run run(session, listener);
    Progress progress{.all = statements.size()};
    for (const auto& group : transactions(statements)) {
        run.group(group, progress);
        progress.done += group.size();
    }
}

} // namespace pgmend::drift
