#include "migrate/judged.hpp"

namespace pgmend::migrate {

using catalog::Existing;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;
using statement::Verb;

bool is_judged(const Statement& statement) {
    return statement.parsed && statement.category == statement::Category::ddl;
}

bool moves(const Effect& effect) {
    return !effect.new_name.empty() || !effect.new_schema.empty();
}

bool is_in_question(const Effect& effect, const Existing& existing) {
    if (!catalog::is_checked(effect))
        return false;
    switch (effect.verb) {
    case Verb::create:
        return existing.present() && !effect.or_replace;
    case Verb::drop:
        return !existing.present();
    case Verb::alter:
        break;
    }
    return moves(effect) && !existing.present();
}

Effect probe_of(const Statement& statement, const Effect& effect) {
    if (effect.object.kind == ObjectKind::comment && !statement.relations.empty())
        return {.verb = Verb::alter, .object = statement.relations.front()};
    return effect;
}

} // namespace pgmend::migrate
