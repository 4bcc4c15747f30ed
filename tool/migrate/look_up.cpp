#include "migrate/look_up.hpp"

#include "migrate/judged.hpp"
#include "migrate/nameless.hpp"

namespace pgmend::migrate {
namespace {

using statement::Effect;

class Questions {
  public:
    void add(const statement::Statement& statement) {
        Facts facts;
        firsts_.push_back(probes_.size());
        if (is_judged(statement)) {
            for (const auto& effect : statement.effects)
                probes_.push_back(probe_of(statement, effect));
            facts.existing.resize(statement.effects.size());
            facts.by_name = default_name_of(statement);
            if (facts.by_name)
                probes_.push_back(*facts.by_name);
        }
        facts_.push_back(std::move(facts));
    }

    std::vector<Facts> answer(pg::Connection& connection) && {
        if (probes_.empty())
            return std::move(facts_);
        const auto found = catalog::find_existing(connection, probes_);
        for (std::size_t i = 0; i < facts_.size(); ++i) {
            auto next = firsts_[i];
            for (auto& one : facts_[i].existing)
                one = found[next++];
            if (facts_[i].by_name)
                facts_[i].name_taken = facts_[i].by_name->object.name.empty() || found[next].present();
        }
        return std::move(facts_);
    }

  private:
    std::vector<Facts> facts_;
    std::vector<std::size_t> firsts_; ///< among the probes
    std::vector<Effect> probes_;
};

} // namespace

std::vector<Facts> look_up(const Plan& plan, pg::Connection& connection) {
    Questions questions;
    for (const auto& step : plan.steps)
        for (const auto& planned : step.statements)
            questions.add(planned.statement);
    return std::move(questions).answer(connection);
}

} // namespace pgmend::migrate
