#include "migrate/decide_many.hpp"

#include "catalog/find_equal.hpp"
#include "catalog/plain_setting.hpp"
#include "statement/plain_setting.hpp"

namespace pgmend::migrate {

void decide_plain(pg::Connection& connection, std::vector<Look>& looks) {
    std::vector<catalog::AskedSetting> asked;
    std::vector<Look*> places;
    for (auto& look : looks) {
        if (look.decision)
            continue;
        if (auto setting = statement::plain_setting(*look.statement)) {
            asked.push_back({.setting = *std::move(setting), .relation = look.existing});
            places.push_back(&look);
        }
    }
    const auto answers = catalog::are_set_already(connection, asked);
    for (std::size_t i = 0; i < places.size(); ++i)
        if (answers[i])
            places[i]->decision = decided_setting(places[i]->statement->effects.front(), *answers[i]);
}

void decide_equal(pg::Connection& connection, std::vector<Look>& looks) {
    std::vector<catalog::Created> created;
    std::vector<Look*> places;
    for (auto& look : looks) {
        if (look.decision || look.statement->effects.front().verb != statement::Verb::create)
            continue;
        created.push_back({.statement = look.statement, .existing = &look.existing, .later = look.later});
        places.push_back(&look);
    }
    constexpr std::size_t fewest = 3; // below that a look at each is as quick
    if (created.size() < fewest)
        return;
    const auto names = catalog::find_equal(connection, created);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!names[i])
            continue;
        places[i]->decision = decided_equal(places[i]->statement->effects.front(), *names[i]);
    }
}

} // namespace pgmend::migrate
