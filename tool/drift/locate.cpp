#include "drift/locate.hpp"

#include "drift/nearest.hpp"
#include "drift/repair.hpp"
#include "pg/sql_error.hpp"
#include "schema/statements.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using Rows = std::vector<std::string>;

std::string named(const Rows& rows) {
    return rows.empty() ? "base" : fmt::format("{}", fmt::join(rows, " "));
}

bool same(Rows a, Rows b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

std::string counted(std::size_t number, const char* what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string place_of(const Located& located) {
    if (located.exact)
        return fmt::format("exactly at {}", named(located.rows));
    const auto differences = counted(located.diff.findings.size(), "difference");
    if (!located.partially_applied.empty())
        return fmt::format("between {} and {}, with {} from the former", named(located.rows),
                           located.partially_applied.back().revision, differences);
    return fmt::format("closest to {}, with {} made manually", named(located.rows), differences);
}

std::string summary_of(const Located& located, bool has_revisions) {
    if (located.unknown)
        return has_revisions
                   ? "The database is unknown: its tables are not those that these revisions create. Check "
                     "that --database and --migrations belong together. For a database that was created "
                     "without these revisions, 'pgmend baseline' writes its first revision into an empty "
                     "folder."
                   : "The database is unknown: it has tables, and there is no revision that creates any. "
                     "'pgmend baseline' writes its schema as the first revision.";
    const bool agrees = same(located.rows, located.table_rows);
    const auto table =
        located.table_rows.empty()
            ? fmt::format("the version table is {}empty", agrees ? "also " : "")
            : fmt::format("the version table is {}at {}", agrees ? "also " : "", named(located.table_rows));
    auto summary = fmt::format("The schema is {}; {}.", place_of(located), table);
    if (located.exact)
        summary += " There are no manual changes.";
    if (located.exact && located.pending > 0)
        summary += fmt::format(" {} after it {} still pending.", counted(located.pending, "revision"),
                               located.pending == 1 ? "is" : "are");
    return summary;
}

/// Whether something differs even if the partially applied revisions count as expected.
bool needs_repair(const Located& located) {
    return !located.foreign.empty() ||
           std::ranges::any_of(located.partially_applied,
                               [](const PartiallyApplied& one) { return !one.different.empty(); }) ||
           std::ranges::any_of(located.diff.findings, [](const schema::Finding& finding) {
               return finding.change != schema::Change::unexpected;
           });
}

/// What is in the way of a repair that loses nothing, and whether anything is left for one to do.
struct Repairs {
    Rows losses;
    bool any = false;
};

Repairs repairs_of(const Located& located, const schema::Model& live, const History& history,
                   std::size_t here) {
    const auto wanted = with_partially_applied(history, here, located.partially_applied);
    // What a revision makes in another form is no difference from the state that the database is at.
    Repairs repairs{.any = std::ranges::any_of(located.partially_applied, [](const PartiallyApplied& one) {
                        return !one.different.empty();
                    })};
    for (const auto& statement :
         schema::statements(live, target_of(wanted, live, located.diff.findings)).statements)
        if (statement.data_loss.empty())
            repairs.any = true;
        else
            repairs.losses.push_back(statement.data_loss);
    return repairs;
}

/// Stamping comes first, since everything else goes by the version table; upgrading last. Nothing that holds
/// data is dropped: whether the database or the migrations are right is not for this command to say.
std::string remedy_of(const Located& located, const Repairs& repairs, bool has_one_head) {
    Rows commands;
    if (!same(located.rows, located.table_rows))
        commands.push_back(located.rows.empty() ? "pgmend stamp base"
                                                : "pgmend stamp --purge " + named(located.rows));
    if (repairs.any)
        commands.push_back(fmt::format("pgmend repair --against migrations{} --apply{}",
                                       located.partially_applied.empty() ? "" : " --for-upgrade",
                                       repairs.losses.empty() ? "" : " --keep-data"));
    if (!located.partially_applied.empty())
        commands.emplace_back(has_one_head ? "pgmend upgrade head" : "pgmend upgrade heads");
    return fmt::format("{}", fmt::join(commands, " && "));
}

bool is_table(const schema::ObjectId& id) {
    return id.kind == schema::Kind::table || id.kind == schema::Kind::foreign_table;
}

/// The database has tables that no revision makes, and none or not all of those that the nearest state has.
bool is_unknown(const Located& located, const schema::Model& live, const History& history, std::size_t here) {
    if (located.exact || std::ranges::none_of(located.foreign, is_table))
        return false;
    const auto wanted = history.model(here).objects;
    if (std::ranges::none_of(wanted, [](const schema::Object& object) { return is_table(object.id); }))
        return true;
    if (same(located.rows, located.table_rows))
        return false;
    if (std::ranges::all_of(wanted, [&](const schema::Object& object) {
            return !is_table(object.id) || live.find(object.id) != nullptr;
        }))
        return false;
    const auto all =
        std::ranges::count_if(live.objects, [](const auto& object) { return is_table(object.id); });
    return 2 * std::ranges::count_if(located.foreign, is_table) > all;
}

/// What is unexpected and of no pending revision.
std::vector<schema::ObjectId> foreign_in(const Located& located) {
    std::vector<schema::ObjectId> foreign;
    for (const auto& finding : located.diff.findings) {
        const bool is_partially_applied =
            std::ranges::any_of(located.partially_applied, [&](const PartiallyApplied& one) {
                return std::ranges::count(one.present, finding.object) +
                           std::ranges::count(one.different, finding.object) >
                       0;
            });
        if (finding.change == schema::Change::unexpected && !is_partially_applied)
            foreign.push_back(finding.object);
    }
    return foreign;
}

/// The version table's word, where nothing differs from the state that it names.
std::optional<Located> exactly_as_told(const Measure& measure, Replay& replay) {
    if (measure.table_rows.empty() || !replay.knows(measure.table_rows))
        return std::nullopt;
    std::optional<schema::Model> model;
    try {
        model = replay.at(measure.table_rows);
    } catch (const Error& error) {
        if (pg::is_from_outside(error) || error.code() == ExitCode::interrupted)
            throw;
        return std::nullopt; // a revision on the way cannot be replayed; history() tells which
    }
    auto found = difference(*model, measure);
    if (!found.diff.findings.empty())
        return std::nullopt;
    return Located{.table_rows = measure.table_rows,
                   .rows = measure.table_rows,
                   .revision = measure.table_rows.back(),
                   .exact = true,
                   .diff = {},
                   .accepted = std::move(found.accepted),
                   .warnings = std::move(found.warnings),
                   .pending = replay.pending_after(measure.table_rows)};
}

Located among_all(const Measure& measure, Replay& replay) {
    const auto& history = replay.history();
    Located located{.table_rows = measure.table_rows};
    const auto here = nearest(history, measure);
    auto found = difference(history.model(here), measure);
    located.diff = std::move(found.diff);
    located.accepted = std::move(found.accepted);
    located.warnings = std::move(found.warnings);
    located.rows = history.states()[here].rows;
    located.revision = history.states()[here].revision;
    located.exact = located.diff.findings.empty();
    located.pending = replay.pending_after(located.rows);
    located.partially_applied =
        find_partially_applied(located.diff, measure.live, history, here, measure.canonicalizer);
    located.foreign = foreign_in(located);
    located.unknown = is_unknown(located, measure.live, history, here);
    const auto& states = history.states();
    const bool has_revisions = !replay.left_out().empty() ||
                               std::any_of(states.begin() + 1, states.end(), [](const History::State& state) {
                                   return !state.set.empty() || !state.gone.empty();
                               });
    if (located.unknown) {
        located.remedy = has_revisions ? "" : "pgmend baseline";
    } else {
        const auto repairs =
            needs_repair(located) ? repairs_of(located, measure.live, history, here) : Repairs();
        located.losses = repairs.losses;
        located.remedy = remedy_of(located, repairs, history.states().back().rows.size() < 2);
    }
    located.summary = summary_of(located, has_revisions);
    return located;
}

} // namespace

Located locate(const schema::Model& live, const Rows& table_rows, Replay& replay,
               const Acceptance& acceptance, catalog::Canonicalizer* canonicalizer) {
    const Measure measure{
        .live = live, .table_rows = table_rows, .acceptance = acceptance, .canonicalizer = canonicalizer};
    if (auto located = exactly_as_told(measure, replay)) {
        located->summary = summary_of(*located, true);
        return *std::move(located);
    }
    return among_all(measure, replay);
}

} // namespace pgmend::drift
