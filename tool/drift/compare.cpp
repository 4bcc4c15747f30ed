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

/// Whether a text is about something that is not the same on both sides, so that alike in one database does
/// not mean alike in the other.
bool is_about_changes(const schema::Finding& text, const schema::Diff& diff, const schema::Model& expected,
                      const schema::Model& actual) {
    const auto* wanted = expected.find(text.object);
    const auto* found = actual.find(text.object);
    if (wanted == nullptr || found == nullptr)
        return false;
    const auto changes_meaning = [](const schema::Finding& change) {
        const auto& name = change.attribute;
        return name.empty() || name == "type" || name == "collation" || name == "result" ||
               name == "arguments" || name == "labels";
    };
    return std::ranges::any_of(diff.findings, [&](const schema::Finding& change) {
        if (!changes_meaning(change))
            return false;
        const auto& id = change.object;
        const bool needs = std::ranges::binary_search(wanted->depends_on, id) ||
                           std::ranges::binary_search(found->depends_on, id);
        const bool in_same_table = id.kind == schema::Kind::column && id.schema == text.object.schema &&
                                   id.parent == text.object.parent && id != text.object;
        return needs || in_same_table;
    });
}

/// Takes back what was found alike in one database but is not in the other, as far as that matters.
void recheck_in_other_world(Compared& compared, const Source& expected, const Source& actual,
                            const catalog::ReadOptions& options) {
    schema::Diff doubtful;
    std::vector<schema::Finding> sure;
    for (auto& text : compared.same_meaning) {
        auto& place =
            is_about_changes(text, compared.diff, expected.model, actual.model) ? doubtful.findings : sure;
        place.push_back(std::move(text));
    }
    for (const auto* source : {&actual, &expected}) {
        if (doubtful.findings.empty() || !source->connect)
            continue;
        const auto connection = source->connect();
        catalog::Canonicalizer canonicalizer(*connection, options);
        auto asked = doubtful;
        auto alike = canonicalizer.remove_equivalent(asked, expected.model, actual.model);
        if (!canonicalizer.refusal().empty())
            continue; // it could not be told here
        doubtful = std::move(asked);
        std::ranges::move(doubtful.findings, std::back_inserter(compared.diff.findings));
        doubtful.findings = std::move(alike);
    }
    std::ranges::move(doubtful.findings, std::back_inserter(sure));
    compared.same_meaning = std::move(sure);
    std::ranges::sort(compared.diff.findings, {}, [](const schema::Finding& finding) {
        return std::pair(finding.object, finding.attribute);
    });
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
    recheck_in_other_world(compared, expected, actual, options);
    if (open == 0 || was_answered)
        return compared;
    compared.not_looked_at = fmt::format(
        "{} compared as text only, and servers may format text differently: {}",
        open == 1 ? std::string("1 definition was") : fmt::format("{} definitions were", open), refusal);
    return compared;
}

} // namespace pgmend::drift
