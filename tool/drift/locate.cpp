#include "drift/locate.hpp"

#include <algorithm>

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

/// The differences are the user's to judge: taken away, or adopted by a new revision.
constexpr const char* take_away = "pgmend repair --against migrations";

std::size_t weight(const schema::Diff& diff) {
    return diff.findings.size();
}

std::string story_of(const Located& located) {
    const bool agrees = same(located.rows, located.table_rows);
    const auto says = located.table_rows.empty()
                          ? std::string("the version table has no row")
                          : fmt::format("the version table says {}", named(located.table_rows));
    if (located.exact)
        return fmt::format("The schema is at {} exactly; {}{}. Nothing was done by hand.",
                           named(located.rows), says, agrees ? ", too" : "");
    return fmt::format("The schema is nearest to {}, with {} difference{} by hand; {}{}.",
                       named(located.rows), located.diff.findings.size(),
                       located.diff.findings.size() == 1 ? "" : "s", says, agrees ? ", too" : "");
}

/// Stamping comes first, since everything else goes by the version table.
std::string advice_of(const Located& located, bool is_last) {
    if (!same(located.rows, located.table_rows))
        return located.table_rows.empty() || !located.rows.empty()
                   ? fmt::format("pgmend stamp --purge {}", named(located.rows))
                   : "pgmend stamp base";
    const bool missing = std::ranges::any_of(located.diff.findings, [](const schema::Finding& finding) {
        return finding.change != schema::Change::unexpected;
    });
    if (missing)
        return take_away;
    return is_last ? (located.exact ? "" : take_away) : "pgmend upgrade head";
}

} // namespace

Located locate(const schema::Model& live, const Rows& table_rows, const std::vector<Replay::State>& states,
               SecondLook* look) {
    Located best{.table_rows = table_rows};
    bool first = true, best_agrees = false, is_last = false;
    for (const auto& state : states) {
        auto diff = schema::diff(state.model, live);
        if (look != nullptr)
            look->take_out_equal(diff, state.model, live);
        const bool agrees = same(state.rows, table_rows);
        const bool better = first || weight(diff) < weight(best.diff) ||
                            (weight(diff) == weight(best.diff) && (agrees || !best_agrees));
        if (!better)
            continue;
        first = false;
        best_agrees = agrees;
        is_last = &state == &states.back();
        best.rows = state.rows;
        best.revision = state.revision;
        best.diff = std::move(diff);
    }
    best.exact = best.diff.findings.empty();
    best.story = story_of(best);
    best.advice = advice_of(best, is_last);
    return best;
}

} // namespace pgmend::drift
