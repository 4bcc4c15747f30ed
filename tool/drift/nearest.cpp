#include "drift/nearest.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace pgmend::drift {
namespace {

using schema::Change;
using schema::Finding;
using schema::Object;
using schema::ObjectId;

/// Differences that the server has said to be none: the object, the attribute, and the text expected.
using Wordings = std::set<std::tuple<ObjectId, std::string, std::string>>;

std::tuple<ObjectId, std::string, std::string> wording(const Finding& finding) {
    return {finding.object, finding.attribute, finding.expected.value_or("")};
}

/// How far the live schema is from a state: at least, if each text that may mean the same does, and at most.
struct Distance {
    std::size_t least = 0;
    std::size_t most = 0;
};

/// Walks through the history, and keeps the distance of the live schema from the state that it stands at.
class Walk {
  public:
    Walk(const Measure& measure, const Wordings& wordings) : measure_(measure), wordings_(wordings) {
        for (const auto& object : measure.live.objects)
            update(object.id);
    }

    Distance step(const History::State& state, int server_version) {
        server_version_ = server_version;
        // All at once, before anything is compared: what is in a table may be accepted because the table is.
        for (const auto& id : state.gone)
            current_.erase(id);
        for (const auto& object : state.set)
            current_[object.id] = &object;
        for (const auto& id : state.gone)
            update(id);
        for (const auto& object : state.set)
            update(object.id);
        return total_;
    }

  private:
    void update(const ObjectId& id) {
        auto& known = distances_[id];
        const auto now = distance(id);
        total_.least += now.least - known.least; // wraps around on its way, and comes out right
        total_.most += now.most - known.most;
        known = now;
    }

    const Object* expected(const ObjectId& id) const {
        const auto found = current_.find(id);
        return found == current_.end() ? nullptr : found->second;
    }

    Distance distance(const ObjectId& id) const {
        const auto* wanted = expected(id);
        const auto* live = measure_.live.find(id);
        if (wanted == nullptr && live == nullptr)
            return {};
        const auto expected = model_of(wanted, server_version_);
        const auto actual = model_of(live, measure_.live.server_version);
        Distance distance;
        for (const auto& finding : schema::diff(expected, actual, {.fold_contents = false}).findings) {
            if (is_accepted(finding, measure_.acceptance) || is_in_accepted(finding) ||
                wordings_.contains(wording(finding)))
                continue;
            ++distance.most;
            distance.least +=
                measure_.canonicalizer != nullptr && catalog::may_be_equivalent(finding, expected, actual)
                    ? 0
                    : 1;
        }
        return distance;
    }

    static schema::Model model_of(const Object* object, int server_version) {
        schema::Model model{.objects = {}, .unreadable = {}, .server_version = server_version};
        if (object != nullptr)
            model.objects.push_back(*object);
        return model;
    }

    /// A rule that accepts a table accepts what is in it.
    bool is_in_accepted(const Finding& finding) const {
        if (finding.change == Change::different || finding.object.parent.empty() ||
            measure_.acceptance.is_empty())
            return false;
        using enum schema::Kind;
        for (const auto kind : {table, foreign_table, view, materialized_view, composite_type}) {
            const ObjectId holder{
                .kind = kind, .schema = finding.object.schema, .name = finding.object.parent};
            const bool is_expected = expected(holder) != nullptr;
            if (is_expected == (measure_.live.find(holder) != nullptr))
                continue;
            return is_accepted(
                {.object = holder, .change = is_expected ? Change::missing : Change::unexpected},
                measure_.acceptance);
        }
        return false;
    }

    const Measure& measure_;
    const Wordings& wordings_;
    int server_version_ = 0;
    std::map<ObjectId, const Object*> current_;
    std::map<ObjectId, Distance> distances_;
    Distance total_;
};

std::vector<std::string> sorted(std::vector<std::string> rows) {
    std::ranges::sort(rows);
    return rows;
}

/// The state with the least distance by one of the two measures.
struct Best {
    std::size_t state = 0;
    std::size_t distance = std::numeric_limits<std::size_t>::max();
    bool agrees = false;

    void offer(std::size_t candidate, std::size_t weight, bool is_named) {
        if (weight > distance || (weight == distance && !is_named && agrees))
            return;
        *this = {.state = candidate, .distance = weight, .agrees = is_named};
    }
};

} // namespace

Difference difference(const schema::Model& expected, const Measure& measure) {
    Difference result{.diff = schema::diff(expected, measure.live),
                      .accepted = {},
                      .warnings = {},
                      .written_otherwise = {}};
    if (measure.canonicalizer != nullptr)
        result.written_otherwise =
            measure.canonicalizer->remove_equivalent(result.diff, expected, measure.live);
    auto ruled = without_accepted(result.diff.findings, measure.acceptance);
    result.diff.findings = std::move(ruled.findings);
    result.accepted = std::move(ruled.accepted);
    result.warnings = std::move(ruled.warnings);
    return result;
}

std::size_t nearest(const History& history, const Measure& measure) {
    Wordings wordings;
    std::set<std::size_t> asked; // states of which the server has seen the texts
    const auto table_rows = sorted(measure.table_rows);
    for (;;) {
        Best best, hopeful;
        Walk walk(measure, wordings);
        for (std::size_t i = 0; i < history.size(); ++i) {
            const auto& state = history.states()[i];
            const auto distance = walk.step(state, history.server_version());
            const bool is_named = sorted(state.rows) == table_rows;
            best.offer(i, distance.most, is_named);
            hopeful.offer(i, distance.least, is_named);
        }
        if (measure.canonicalizer == nullptr)
            return best.state;
        const bool both_asked = asked.contains(best.state) && asked.contains(hopeful.state);
        constexpr std::size_t enough = 6;
        if (both_asked || asked.size() >= enough)
            return best.state;
        for (const auto candidate : {best.state, hopeful.state}) {
            if (!asked.insert(candidate).second)
                continue;
            for (const auto& finding : difference(history.model(candidate), measure).written_otherwise)
                wordings.insert(wording(finding));
        }
    }
}

} // namespace pgmend::drift
