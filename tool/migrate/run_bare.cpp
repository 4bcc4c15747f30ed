#include "migrate/run_bare.hpp"

#include "catalog/concurrent_index.hpp"
#include "catalog/existence.hpp"
#include "migrate/execute.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

const statement::Effect* built_index(const PlannedStatement& planned) {
    for (const auto& effect : planned.statement.effects)
        if (effect.verb == statement::Verb::create && effect.object.kind == statement::ObjectKind::index &&
            effect.concurrently && !effect.object.name.empty())
            return &effect;
    return nullptr;
}

} // namespace

void run_bare(Session& session, const Listener& listener, const PlannedStatement& planned,
              const std::vector<std::string>& sql) {
    auto& connection = session.connection();
    const bool concurrent = std::ranges::any_of(planned.statement.effects, &statement::Effect::concurrently);
    const auto& settings = session.settings();
    if (!session.pooled()) {
        connection.run(fmt::format("SET lock_timeout = {}", concurrent ? 0 : settings.lock_timeout.count()));
        connection.run(fmt::format("SET statement_timeout = {}", settings.statement_timeout.count()));
    }
    const auto* index = built_index(planned);
    if (index == nullptr)
        return run_statement(session, planned, sql);
    const auto find = [&] { return catalog::find_existing(connection, std::span(index, 1)).front().oid; };
    catalog::build_concurrently(connection, {.run = [&] { run_statement(session, planned, sql); },
                                             .find = find,
                                             .name = index->object.name,
                                             .dsn = session.dsn(),
                                             .progress = listener.progress,
                                             .warn = listener.warning,
                                             .pooled = session.pooled()});
}

void wait_for_builder(pg::Connection& connection, const PlannedStatement& planned) {
    const auto* effect = built_index(planned);
    if (effect == nullptr)
        return;
    const auto existing = catalog::find_existing(connection, std::span(effect, 1)).front();
    if (!existing.present() || existing.valid)
        return;
    connection.run("BEGIN");
    connection.run("SET LOCAL lock_timeout = 0");
    connection.run(fmt::format("LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE", existing.relation));
    connection.run("COMMIT");
}

} // namespace pgmend::migrate
