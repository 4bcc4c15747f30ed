#include "migrate/planner.hpp"

#include "migrate/decide_many.hpp"
#include "pg/transaction.hpp"
#include "statement/clauses.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using statement::Effect;
using statement::ObjectKind;
using statement::ObjectName;
using statement::Verb;

/// The names that earlier statements of the plan create or drop: what the catalog says of them now says
/// nothing of the time when their later statements run.
class Touched {
  public:
    explicit Touched(std::string default_schema) : default_schema_(std::move(default_schema)) {}

    bool covers(const ObjectName& object) const {
        return names_.contains(key(object)) ||
               (!object.relation.empty() && names_.contains(relation_key(object)));
    }
    void add(const Effect& effect) {
        if (effect.verb != Verb::alter)
            names_.insert(key(effect.object));
        if (effect.new_name.empty() && effect.new_schema.empty())
            return;
        names_.insert(key(effect.object));
        auto moved = effect.object;
        if (!effect.new_name.empty())
            moved.name = effect.new_name;
        if (!effect.new_schema.empty())
            moved.schema = effect.new_schema;
        names_.insert(key(moved));
    }

  private:
    std::string schema(const std::string& given) const { return given.empty() ? default_schema_ : given; }
    std::string relation_key(const ObjectName& object) const {
        return fmt::format("{}\x1f{}", schema(object.relation_schema), object.relation);
    }
    std::string key(const ObjectName& object) const {
        if (object.kind == ObjectKind::column)
            return fmt::format("{}\x1f{}", relation_key(object), object.name);
        const auto& given = object.schema.empty() ? object.relation_schema : object.schema;
        return fmt::format("{}\x1f{}", schema(given), object.name);
    }

    std::string default_schema_;
    std::set<std::string> names_;
};

struct Question {
    PlannedStep* step;
    PlannedStatement* statement;
    Effect effect;
};

/// Effects that the catalog can say something of: what is created or dropped, and what is altered as long as
/// it is there.
bool is_asked(const statement::Statement& statement, const Effect& effect) {
    if (effect.object.kind == ObjectKind::comment)
        return true;
    return catalog::is_checked(effect) && (effect.verb != Verb::alter || statement::is_setting(statement));
}

/// What is to be asked of the statements that have not been asked of yet. Those that are skipped change
/// nothing, so that the catalog's word counts for those behind them.
std::vector<Question> questions(Plan& plan, const std::string& schema,
                                std::set<const PlannedStatement*>& seen) {
    std::vector<Question> asked;
    Touched touched(schema);
    for (auto& step : plan.steps) {
        for (auto& planned : step.statements) {
            if (planned.action == Action::skip)
                continue;
            if (!seen.contains(&planned)) {
                bool any = false, all = true;
                for (const auto& effect : planned.statement.effects) {
                    if (!is_asked(planned.statement, effect))
                        continue;
                    if (touched.covers(effect.object)) {
                        all = false; // until what covers it turns out to be skipped
                        continue;
                    }
                    asked.push_back({.step = &step, .statement = &planned, .effect = effect});
                    any = true;
                }
                if (any && all)
                    seen.insert(&planned);
            }
            for (const auto& effect : planned.statement.effects)
                touched.add(effect);
        }
    }
    return asked;
}

/// The statements of each step, copied once where somebody asks what comes later.
class Sections {
  public:
    std::span<const statement::Statement> behind(const PlannedStep& step, const PlannedStatement& planned) {
        auto [found, is_new] = sections_.try_emplace(&step);
        if (is_new)
            for (const auto& one : step.statements)
                found->second.push_back(one.statement);
        const auto place = static_cast<std::size_t>(&planned - step.statements.data());
        return std::span<const statement::Statement>(found->second).subspan(place + 1);
    }

  private:
    std::map<const PlannedStep*, std::vector<statement::Statement>> sections_;
};

/// What is worth a look, with what the catalog has under its name.
struct Surprise {
    PlannedStep* step;
    catalog::Existing existing;
};
using Surprises = std::map<PlannedStatement*, Surprise>;

/// Decides about those that can be told together, and takes them out.
void decide_together(Surprises& surprises, pg::Connection& connection, Sections& sections,
                     void (*decide_many)(pg::Connection&, std::vector<Look>&)) {
    std::vector<Look> looks;
    std::vector<PlannedStatement*> places;
    for (const auto& [planned, surprise] : surprises) {
        if (planned->statement.effects.size() != 1)
            continue;
        looks.push_back({.statement = &planned->statement,
                         .existing = surprise.existing,
                         .later = sections.behind(*surprise.step, *planned)});
        places.push_back(planned);
    }
    decide_many(connection, looks);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!looks[i].decision)
            continue;
        note(*places[i], *looks[i].decision);
        surprises.erase(places[i]);
    }
}

/// Decides about the statements that the catalog makes worth a look; true when one of them is skipped.
bool decide_surprising(const std::vector<Question>& asked, Session& session, Sections& sections) {
    auto& connection = session.connection();
    std::vector<Effect> effects;
    for (const auto& question : asked)
        effects.push_back(probe_of(question.statement->statement, question.effect));
    const auto existing = catalog::find_existing(connection, effects);
    Surprises surprising;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& [step, planned, effect] = asked[i];
        const bool replaced = effect.verb == Verb::drop && existing[i].present();
        if (!needs_look(planned->statement, effect, existing[i],
                        replaced ? sections.behind(*step, *planned)
                                 : std::span<const statement::Statement>()))
            continue;
        step->careful = true;
        surprising.try_emplace(planned, Surprise{.step = step, .existing = existing[i]});
    }
    std::vector<PlannedStatement*> all;
    for (const auto& [planned, surprise] : surprising)
        all.push_back(planned);
    decide_together(surprising, connection, sections, decide_plain);
    if (!surprising.empty()) {
        session.begin(false);
        try {
            decide_together(surprising, connection, sections, decide_equal);
            for (const auto& [planned, surprise] : surprising)
                note(*planned,
                     decide(connection, planned->statement, sections.behind(*surprise.step, *planned)));
        } catch (...) {
            connection.run("ROLLBACK");
            throw;
        }
        connection.run("ROLLBACK");
    }
    return std::ranges::any_of(all, [](const auto* planned) { return planned->action == Action::skip; });
}

/// Statements in a grammar newer than the parser's: the server parses them without running them, and of its
/// errors only a syntax error counts, since what they name may be made by an earlier step.
void check_syntax(const Plan& plan, pg::Connection& connection) {
    for (const auto& step : plan.steps) {
        for (const auto& planned : step.statements) {
            if (planned.statement.parsed)
                continue;
            try {
                connection.prepare("", planned.statement.sql);
            } catch (const pg::SqlError& error) {
                if (error.connection_lost())
                    throw;
                if (!error.is("42601"))
                    continue;
                const pg::SqlError placed(error.diagnostic(), planned.statement.sql, planned.location, false);
                throw UsageError(placed.message()).at(placed.location()).with_revision(step.id());
            }
        }
    }
}

} // namespace

void complete(Plan& plan, Session& session) {
    check_syntax(plan, session.connection());
    std::set<const PlannedStatement*> seen;
    Sections sections;
    for (bool more = true; more;) {
        const auto asked = questions(plan, session.schema(), seen);
        more = !asked.empty() && decide_surprising(asked, session, sections);
    }
}

} // namespace pgmend::migrate
