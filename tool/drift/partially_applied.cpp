#include "drift/partially_applied.hpp"

#include "drift/repair.hpp"

#include <algorithm>
#include <map>

namespace pgmend::drift {
namespace {

using schema::Change;
using schema::Diff;
using schema::Finding;
using schema::Model;
using schema::ObjectId;
using States = std::vector<Replay::RevisionState>;

bool is_within(const ObjectId& id, const ObjectId& holder) {
    return id == holder || (id.schema == holder.schema && id.parent == holder.name && holder.parent.empty());
}

/// What a state has that the one before it had not: what its revision makes.
std::vector<ObjectId> made_by(const States& states, std::size_t state) {
    std::vector<ObjectId> made;
    for (const auto& finding : schema::diff(states[state - 1].model, states[state].model).findings)
        if (finding.change == Change::unexpected)
            made.push_back(finding.object);
    return made;
}

/// Sorts what is unexpected by the states that have it.
class Search {
  public:
    Search(const Model& live, const States& states, catalog::Canonicalizer* canonicalizer)
        : live_(live), states_(states), canonicalizer_(canonicalizer) {}

    void place(const ObjectId& id, std::size_t here) {
        for (auto state = here + 1; state < states_.size(); ++state)
            if (states_[state].model.find(id) != nullptr)
                return note(id, state);
    }

    std::vector<PartiallyApplied> take() {
        std::vector<PartiallyApplied> all;
        for (auto& [state, partially_applied] : found_) {
            partially_applied.revision = states_[state].revision;
            for (const auto& id : made_by(states_, state))
                if (live_.find(id) == nullptr)
                    partially_applied.missing.push_back(id);
            all.push_back(std::move(partially_applied));
        }
        return all;
    }

  private:
    void note(const ObjectId& id, std::size_t state) {
        const auto& findings = from(state).findings;
        const bool differs = std::ranges::any_of(findings, [&](const Finding& finding) {
            return finding.change != Change::unexpected && is_within(finding.object, id);
        });
        (differs ? found_[state].different : found_[state].present).push_back(id);
    }

    const Diff& from(std::size_t state) {
        const auto [at, is_new] = diffs_.try_emplace(state);
        if (is_new) {
            at->second = schema::diff(states_[state].model, live_);
            if (canonicalizer_ != nullptr)
                canonicalizer_->remove_equivalent(at->second, states_[state].model, live_);
        }
        return at->second;
    }

    const Model& live_;
    const States& states_;
    catalog::Canonicalizer* canonicalizer_;
    std::map<std::size_t, PartiallyApplied> found_;
    std::map<std::size_t, Diff> diffs_;
};

const Model& model_after(const States& states, const std::string& revision) {
    return std::ranges::find(states, revision, &Replay::RevisionState::revision)->model;
}

/// Brings what an object needs along, as far as it is not there.
void add_needs(Model& target, const Model& source, const ObjectId& id) {
    const auto* object = source.find(id);
    if (object == nullptr)
        return;
    for (const auto& need : object->depends_on) {
        if (std::ranges::find(target.objects, need, &schema::Object::id) != target.objects.end())
            continue;
        adopt(target, source, {.object = need, .change = Change::unexpected});
        add_needs(target, source, need);
    }
}

} // namespace

std::vector<PartiallyApplied> find_partially_applied(const Diff& diff, const Model& live,
                                                     const States& states, std::size_t here,
                                                     catalog::Canonicalizer* canonicalizer) {
    Search search(live, states, canonicalizer);
    for (const auto& finding : diff.findings)
        if (finding.change == Change::unexpected)
            search.place(finding.object, here);
    return search.take();
}

Model with_partially_applied(const States& states, std::size_t here,
                             const std::vector<PartiallyApplied>& all) {
    auto model = states[here].model;
    for (const auto& one : all) {
        const auto& source = model_after(states, one.revision);
        for (const auto* ids : {&one.present, &one.different})
            for (const auto& id : *ids) {
                adopt(model, source, {.object = id, .change = Change::unexpected});
                add_needs(model, source, id);
            }
    }
    model.sort();
    return model;
}

} // namespace pgmend::drift
