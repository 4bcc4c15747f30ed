#include "commands/autogenerate.hpp"

#include "commands/new_revision.hpp"
#include "commands/planned_script.hpp"
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
drift::Compared compared_for(const drift::Source& migrations, const drift::Source& live,
                             const catalog::ReadOptions& options, const DriftOptions& drift_options,
                             const Context& context) {
    auto compared = drift::compare(migrations, live, options);
    const auto& diff = compared.diff;
    if (!compared.not_looked_at.empty())
        warn(context, compared.not_looked_at);
    for (const auto& undecided : diff.undecided)
        warn(context, fmt::format("{} {} could not be read and is left out", display(undecided.object),
                                  undecided.attribute));
    compared.diff.findings =
        drift::without_accepted(diff.findings, load_acceptance(drift_options, context)).findings;
    return compared;
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

/// What the section lacks, for the terminal.
std::vector<std::string> incomplete(const schema::Script& script,
                                    const std::vector<schema::DdlStatement>& withheld) {
    std::vector<std::string> sentences;
    for (const auto& statement : withheld)
        sentences.push_back(fmt::format("withheld, requires --allow-drop: {}",
                                        statement.sql.substr(0, statement.sql.find('\n'))));
    for (const auto& sentence : script.impossible)
        sentences.push_back("unsupported: " + sentence);
    return sentences;
}

drift::Source source_of(const revision::Graph& graph, const drift::SourceContext& sources) {
    drift::Replay replay(graph, sources.settings, sources.options, sources.world);
    return {.model = replay.at(graph.ids(graph.real_heads())), .name = "the migrations"};
}

/// From the schema of the migrations to that of the source, and back.
Sections sections_to(const drift::Source& source, const drift::Source& migrations,
                     const drift::SourceContext& sources, const DriftOptions& options, bool allow_drop,
                     const Context& context) {
    const auto compared = compared_for(migrations, source, sources.options, options, context);
    // The target of the way back is the migrations' schema, but for what a rule accepts as it is. Texts that
    // mean the same are no reason for a statement in either direction.
    const auto base =
        drift::target_of(migrations.model, source.model, compared.diff.findings, compared.same_meaning);
    const auto desired = without_new_versions(source.model, base);
    const schema::StatementOptions statement_options{.role = schema::only_owner(base, desired),
                                                     .alike = drift::alike(compared.same_meaning)};
    const auto planned = plan_script(base, desired, compared.diff.findings, allow_drop, statement_options);
    const auto& up = planned.report;
    const auto down = schema::statements(planned.target, base, statement_options);
    return {.up = "\n" + report::script_sql(up.script, up.withheld) + "\n",
            .down = "\n" + report::script_sql(down, {}),
            .up_in_transaction = in_one_transaction(up.script),
            .down_in_transaction = in_one_transaction(down),
            .differs = !up.script.statements.empty() || !is_complete(up),
            .incomplete = incomplete(up.script, up.withheld)};
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
    const auto migrations = source_of(graph, sources);
    require_schemas(options, {&migrations.model, &source.model}, session.connection());
    return sections_to(source, migrations, sources, options, allow_drop, context);
}

Sections autogenerate_from(const std::string& word, const revision::Graph& graph, const DriftOptions& options,
                           bool allow_drop, const Context& context) {
    const auto sources = source_context(options, context);
    return sections_to(drift::open_source(word, sources), source_of(graph, sources), sources, options,
                       allow_drop, context);
}

Sections first_revision(const drift::Source& empty, const drift::Source& live, const DriftOptions& options,
                        const drift::SourceContext& sources, const Context& context) {
    const auto compared = compared_for(empty, live, sources.options, options, context);
    const auto base =
        drift::target_of(empty.model, live.model, compared.diff.findings, compared.same_meaning);
    // Nobody uses what is only being made, so nothing has to be made online.
    const auto script = schema::statements(base, without_new_versions(live.model, base),
                                           {.online = false, .role = schema::only_owner(base, live.model)});
    return {.up = "\n" + report::schema_sql(script) + "\n",
            .down = {},
            .up_in_transaction = in_one_transaction(script),
            .differs = !script.statements.empty() || !script.impossible.empty(),
            .incomplete = incomplete(script, {})};
}

} // namespace pgmend::commands
