#include "migrate/alter_parts.hpp"
#include "migrate/judge.hpp"
#include "migrate/judged.hpp"
#include "migrate/nameless.hpp"
#include "migrate/resumable_artifact.hpp"
#include "statement/retarget.hpp"

#include <algorithm>

namespace pgmend::migrate {

using catalog::Existing;
using statement::Statement;

namespace {

/// Whether what the server would name may have been dropped before, which makes the name free again.
bool frees_name_of(const Touched& before, const Statement& part) {
    const auto probe = default_name_of(part);
    if (!probe)
        return false;
    return probe->object.name.empty() ? before.has_changed(probe->object.relation)
                                      : before.may_be_gone(*probe, {.oid = 1});
}

} // namespace

Decision Judge::decide_parts(std::size_t index, std::span<const Existing> existing) {
    const auto& effects = section_[index].effects;
    bool any = may_have_resumable_artifact(section_[index]);
    for (std::size_t i = 0; i < effects.size() && !any; ++i)
        any = is_in_question(effects[i], existing[i]);
    const auto parts = any ? statement::split_alter_table(section_[index]) : std::vector<Statement>();
    if (parts.size() != existing.size())
        return {};
    return together(section_[index], parts, decide_each(parts, existing, index));
}

/// The server drops first, wherever in the statement that stands, so a part is decided about as if the drops
/// before it had been done.
std::vector<Decision> Judge::decide_each(const std::vector<Statement>& parts,
                                         std::span<const Existing> existing, std::size_t index) {
    std::vector<Decision> decisions(parts.size());
    Touched before;
    for (const auto i : in_order_of_passes(parts)) {
        const auto& part = parts[i];
        if (!part.effects.empty() && !before.covers(part.effects.front(), existing[i]) &&
            !frees_name_of(before, part)) {
            std::vector<Statement> section{part};
            std::ranges::copy(section_.subspan(index + 1), std::back_inserter(section));
            Judge alone(connection_, section, default_schema_, history_);
            alone.earlier_ = section_.first(index);
            decisions[i] = alone.decide(0, 1, existing.subspan(i, 1));
            for (auto& done : decisions[i].done)
                done += index;
        }
        if (decisions[i].action != Action::skip)
            before.add(part);
    }
    return decisions;
}

Statement Judge::left_of(std::size_t index) {
    const auto parts = statement::split_alter_table(section_[index]);
    if (parts.size() < 2)
        return section_[index];
    const auto existing = catalog::find_existing(connection_, section_[index].effects);
    const auto decisions = decide_each(parts, existing, index);
    std::string left;
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (decisions[i].action != Action::skip)
            left += left.empty() ? parts[i].sql
                                 : "," + parts[i].sql.substr(statement::alter_table_head(parts[i]));
    return left.empty() ? section_[index] : statement::with_sql(section_[index], std::move(left));
}

} // namespace pgmend::migrate
