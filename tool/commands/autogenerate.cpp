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
                                      const catalog::ReadOptions& options, const DriftOptions& drift_options,
                                      const Context& context) {
    const auto compared = drift::compare(migrations, live, options);
    const auto& diff = compared.diff;
    if (!compared.not_looked_at.empty())
        warn(context, compared.not_looked_at);
    for (const auto& undecided : diff.undecided)
        warn(context, fmt::format("{} {} could not be read and is left out", display(undecided.object),
                                  undecided.attribute));
    return drift::without_accepted(diff.findings, load_acceptance(drift_options, context)).findings;
}

/// Without the versions of extensions that are to be made: another server may have only a newer one.
schema::Model without_new_versions(schema::Model model, const schema::Model& base) {
    for (auto& object : model.objects)
        if (object.id.kind == schema::Kind::extension && base.find(object.id) == nullptr)
            object.erase("version");
    return model;
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
    require_schemas(options, {&migrations.model, &live}, session.connection());
    // The target of the way back is the migrations' schema, but for what a rule accepts as it is.
    const auto base =
        drift::target_of(migrations.model, live, findings(migrations, source, sources.options, options, context));
    const auto role = schema::only_owner(base, live);
    const auto up = schema::statements(base, without_new_versions(live, base), {.role = role});
    const auto down = schema::statements(live, base, {.role = role});
    return {.up = "\n" + report::script_sql(up, allow_drop) + "\n",
            .down = "\n" + report::script_sql(down, true),
            .up_in_transaction = in_one_transaction(up),
            .down_in_transaction = in_one_transaction(down),
            .differs = !up.statements.empty() || !up.impossible.empty(),
            .complete = report::is_complete({.script = up, .allow_drop = allow_drop})};
}

Sections first_revision(const drift::Source& empty, const drift::Source& live, const DriftOptions& options,
                        const drift::SourceContext& sources, const Context& context) {
    const auto base =
        drift::target_of(empty.model, live.model, findings(empty, live, sources.options, options, context));
    // Nobody uses what is only being made, so nothing has to be made online.
    const auto script = schema::statements(base, without_new_versions(live.model, base),
                                           {.online = false, .role = schema::only_owner(base, live.model)});
    return {.up = "\n" + report::schema_sql(script) + "\n",
            .down = {},
            .up_in_transaction = in_one_transaction(script),
            .differs = !script.statements.empty() || !script.impossible.empty(),
            .complete = script.impossible.empty()};
}

} // namespace pgmend::commands
