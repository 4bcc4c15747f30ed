#include "commands/autogenerate.hpp"

#include "commands/new_revision.hpp"
#include "drift/compare.hpp"
#include "drift/repair.hpp"
#include "drift/replay.hpp"
#include "report/script.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

std::string named(const std::vector<std::string>& rows) {
    return rows.empty() ? "base" : fmt::format("{}", fmt::join(rows, ", "));
}

/// Findings are about what is missing in the migrations: accepted is what a rule says of the database.
std::vector<schema::Finding> findings(const drift::Source& migrations, const drift::Source& live,
                                      const catalog::ReadOptions& options, const Context& context) {
    const auto compared = drift::compare(migrations, live, options);
    const auto& diff = compared.diff;
    if (!compared.not_looked_at.empty())
        warn(context, compared.not_looked_at);
    for (const auto& undecided : diff.undecided)
        warn(context, fmt::format("{} {} could not be read and is left out", display(undecided.object),
                                  undecided.attribute));
    return drift::apply_rules(diff.findings, load_rules(context), now_utc().substr(0, 10)).findings;
}

bool in_one_transaction(const schema::Script& script) {
    return std::ranges::none_of(script.statements, &schema::DdlStatement::own_transaction);
}

} // namespace

Sections autogenerate(const revision::Graph& graph, const DriftOptions& options, bool allow_drop,
                      const Context& context) {
    migrate::Session session(resolve_database(context.globals), settings_of(context.globals, "revision"));
    auto heads = graph.ids(graph.real_heads());
    auto rows = session.rows();
    std::ranges::sort(heads);
    std::ranges::sort(rows);
    if (heads != rows)
        throw UsageError(
            fmt::format("the database is at {}, the migrations are at {}", named(rows), named(heads)))
            .with_hint("run 'pgmend upgrade heads', or 'pgmend locate' if the version table is wrong");
    const auto sources = source_context(options, context, session.connection());
    const auto source = drift::live_source(session.dsn(), sources, "pgmend revision");
    const auto& live = source.model;
    drift::Replay replay(graph, sources.settings, sources.options, sources.world);
    const drift::Source migrations{.model = replay.at(heads), .name = "the migrations"};
    // The target of the way back is the migrations' schema, but for what a rule accepts as it is.
    const auto base =
        drift::target_of(migrations.model, live, findings(migrations, source, sources.options, context));
    const auto role = schema::only_owner(base, live);
    const auto up = schema::statements(base, live, {.role = role});
    const auto down = schema::statements(live, base, {.role = role});
    return {.up = "\n" + report::script_sql(up, allow_drop) + "\n",
            .down = "\n" + report::script_sql(down, true),
            .up_in_transaction = in_one_transaction(up),
            .down_in_transaction = in_one_transaction(down),
            .differs = !up.statements.empty() || !up.impossible.empty(),
            .complete = report::is_complete({.script = up, .allow_drop = allow_drop})};
}

} // namespace pgmend::commands
