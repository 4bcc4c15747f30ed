#include "migrate/lock_room.hpp"

#include "pg/own_sql.hpp"
#include "statement/made_along.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using statement::ObjectKind;

/// No server has room for less: ten locks a connection, and some connections.
constexpr std::size_t always_possible = 200;

bool is_relation(ObjectKind kind) {
    return kind == ObjectKind::table || kind == ObjectKind::view || kind == ObjectKind::materialized_view ||
           kind == ObjectKind::index || kind == ObjectKind::sequence;
}

/// About how many relations the statements of a transaction make or lock.
class Count {
  public:
    void add(const PlannedStatement& planned) {
        if (planned.action == Action::skip || planned.action == Action::conflict)
            return;
        for (const auto& lock : planned.cost.locks)
            named_.insert(lock.relation);
        for (const auto& effect : planned.statement.effects) {
            if (effect.verb != statement::Verb::create || !is_relation(effect.object.kind))
                continue;
            if (effect.object.name.empty())
                ++nameless_;
            else
                named_.insert(name_of(effect.object));
        }
        nameless_ += statement::relations_made_along(planned.statement);
    }

    std::size_t relations() const { return named_.size() + nameless_; }

  private:
    std::set<std::string> named_;
    std::size_t nameless_ = 0;
};

std::size_t relations_of(const PlannedStep& step, const Segment& segment) {
    Count count;
    for (auto i = segment.first; i < segment.last; ++i)
        count.add(step.statements[i]);
    return count.relations();
}

std::size_t room(pg::Connection& connection) {
    return static_cast<std::size_t>(
        connection
            .run(pg::own("SELECT pg_catalog.current_setting('max_locks_per_transaction')::bigint * "
                         "(pg_catalog.current_setting('max_connections')::bigint + "
                         "pg_catalog.current_setting('max_prepared_transactions')::bigint)"))
            .get<long long>(0, 0));
}

} // namespace

void warn_of_locks(Plan& plan, pg::Connection& connection) {
    std::size_t limit = 0;
    for (const auto& step : plan.steps) {
        std::size_t max_relations = 0;
        for (const auto& segment : step.segments)
            if (segment.transactional)
                max_relations = std::max(max_relations, relations_of(step, segment));
        if (max_relations <= always_possible)
            continue;
        if (limit == 0)
            limit = room(connection);
        if (max_relations > limit)
            plan.warnings.push_back(fmt::format(
                "{}: a transaction creates or locks about {} relations, but the server's lock table has "
                "space for {} locks (max_locks_per_transaction times the allowed connections and prepared "
                "transactions), so it may fail with \"out of shared memory\"; split the revision, or raise "
                "max_locks_per_transaction",
                step.id(), max_relations, limit));
    }
}

} // namespace pgmend::migrate
