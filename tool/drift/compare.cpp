#include "drift/compare.hpp"

#include "catalog/canonicalizer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

/// How many differences a server could still tell to be none.
std::size_t open_texts(const Compared& compared, const Source& expected, const Source& actual) {
    return static_cast<std::size_t>(
        std::ranges::count_if(compared.diff.findings, [&](const schema::Finding& finding) {
            return catalog::may_be_equivalent(finding, expected.model, actual.model);
        }));
}

} // namespace

Compared compare(const Source& expected, const Source& actual, const catalog::ReadOptions& options,
                 const schema::DiffOptions& diff_options) {
    Compared compared{.diff = schema::diff(expected.model, actual.model, diff_options)};
    auto open = open_texts(compared, expected, actual);
    if (open == 0)
        return compared;
    std::string refusal = "no database was available";
    bool was_answered = false;
    for (const auto* source : {&actual, &expected}) {
        if (!source->connect)
            continue;
        const auto connection = source->connect();
        catalog::Canonicalizer canonicalizer(*connection, options);
        auto alike = canonicalizer.remove_equivalent(compared.diff, expected.model, actual.model);
        std::ranges::move(alike, std::back_inserter(compared.same_meaning));
        refusal = canonicalizer.refusal();
        was_answered = was_answered || refusal.empty();
        // An older server may keep apart what a newer one takes for the same, so the other one is asked, too.
        open = open_texts(compared, expected, actual);
        if (open == 0)
            break;
    }
    if (open == 0 || was_answered)
        return compared;
    compared.not_looked_at = fmt::format(
        "{} compared as text only, and servers may format text differently: {}",
        open == 1 ? std::string("1 definition was") : fmt::format("{} definitions were", open), refusal);
    return compared;
}

} // namespace pgmend::drift
