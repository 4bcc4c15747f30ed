#include "migrate/skips.hpp"

#include "migrate/careful.hpp"
#include "migrate/decide_many.hpp"

namespace pgmend::migrate {

Skips::Skips(Execution& execution, const PlannedStep& step, const Segment& segment)
    : execution_(execution), step_(step), end_(segment.last) {}

bool Skips::confirm(std::size_t place) {
    if (step_.statements[place].action != Action::skip)
        return false;
    if (place >= asked_up_to_)
        ask(place);
    const auto found = skipped_.find(place);
    if (found == skipped_.end())
        return false;
    tell_decision(execution_, step_, found->second);
    return true;
}

void Skips::ask(std::size_t place) {
    std::vector<std::size_t> places;
    std::vector<statement::Effect> effects;
    for (; place < end_ && step_.statements[place].action == Action::skip; ++place) {
        const auto& statement = step_.statements[place].statement;
        if (statement.effects.size() != 1)
            continue;
        places.push_back(place);
        effects.push_back(probe_of(statement, statement.effects.front()));
    }
    asked_up_to_ = place;
    if (places.size() < 2)
        return;
    if (section_.empty())
        for (const auto& planned : step_.statements)
            section_.push_back(planned.statement);
    auto& connection = execution_.session.connection();
    const auto existing = catalog::find_existing(connection, effects);
    std::vector<Look> looks;
    for (std::size_t i = 0; i < places.size(); ++i)
        looks.push_back({.statement = &section_[places[i]],
                         .existing = existing[i],
                         .later = std::span(section_).subspan(places[i] + 1)});
    decide_plain(connection, looks);
    decide_equal(connection, looks);
    for (std::size_t i = 0; i < places.size(); ++i)
        if (looks[i].decision && looks[i].decision->action == Action::skip)
            skipped_.emplace(places[i], *std::move(looks[i].decision));
}

} // namespace pgmend::migrate
