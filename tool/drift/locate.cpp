#include "drift/locate.hpp"

#include "drift/repair.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using Rows = std::vector<std::string>;
using States = std::vector<Replay::RevisionState>;

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

std::string summary_of(const Located& located) {
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

/// What the repair's statements lose, so that it needs to be allowed.
Rows losses_of(const Located& located, const schema::Model& live, const States& states, std::size_t here) {
    const auto wanted = with_partially_applied(states, here, located.partially_applied);
    Rows losses;
    for (const auto& statement :
         schema::statements(live, target_of(wanted, live, located.diff.findings)).statements)
        if (!statement.data_loss.empty())
            losses.push_back(statement.data_loss);
    return losses;
}

/// Stamping comes first, since everything else goes by the version table; upgrading last.
std::string remedy_of(const Located& located, bool has_one_head) {
    Rows commands;
    if (!same(located.rows, located.table_rows))
        commands.push_back(located.rows.empty() ? "pgmend stamp base"
                                                : "pgmend stamp --purge " + named(located.rows));
    if (needs_repair(located))
        commands.push_back(fmt::format("pgmend repair --against migrations{} --apply{}",
                                       located.partially_applied.empty() ? "" : " --for-upgrade",
                                       located.losses.empty() ? "" : " --allow-drop"));
    if (!located.partially_applied.empty())
        commands.emplace_back(has_one_head ? "pgmend upgrade head" : "pgmend upgrade heads");
    return fmt::format("{}", fmt::join(commands, " && "));
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

schema::Diff compared(const Replay::RevisionState& state, const schema::Model& live,
                      catalog::Canonicalizer* canonicalizer, const schema::DiffOptions& options = {}) {
    auto diff = schema::diff(state.model, live, options);
    if (canonicalizer != nullptr)
        canonicalizer->remove_equivalent(diff, state.model, live);
    return diff;
}

/// The state that fits best. Each thing in a table counts, or a table that is there would weigh no more than
/// a column that is not.
std::size_t nearest(const schema::Model& live, const Rows& table_rows, const States& states,
                    catalog::Canonicalizer* canonicalizer) {
    std::size_t best = 0;
    std::size_t min_weight = std::numeric_limits<std::size_t>::max();
    bool best_agrees = false;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto weight =
            compared(states[i], live, canonicalizer, {.fold_contents = false}).findings.size();
        const bool agrees = same(states[i].rows, table_rows);
        if (weight > min_weight || (weight == min_weight && !agrees && best_agrees))
            continue;
        best = i;
        min_weight = weight;
        best_agrees = agrees;
    }
    return best;
}

} // namespace

Located locate(const schema::Model& live, const Rows& table_rows, const States& states,
               catalog::Canonicalizer* canonicalizer) {
    Located located{.table_rows = table_rows};
    const auto here = nearest(live, table_rows, states, canonicalizer);
    located.diff = compared(states[here], live, canonicalizer);
    located.rows = states[here].rows;
    located.revision = states[here].revision;
    located.exact = located.diff.findings.empty();
    located.pending = states.size() - 1 - here;
    located.partially_applied = find_partially_applied(located.diff, live, states, here, canonicalizer);
    located.foreign = foreign_in(located);
    if (needs_repair(located))
        located.losses = losses_of(located, live, states, here);
    located.summary = summary_of(located);
    located.remedy = remedy_of(located, states.back().rows.size() < 2);
    return located;
}

} // namespace pgmend::drift
