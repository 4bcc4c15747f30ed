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

bool is_within(const ObjectId& id, const ObjectId& holder) {
    return id == holder || (id.schema == holder.schema && id.parent == holder.name && holder.parent.empty());
}

/// Sorts what is unexpected by the states that have it.
class Search {
  public:
    Search(const Model& live, const History& history, catalog::Canonicalizer* canonicalizer)
        : live_(live), history_(history), canonicalizer_(canonicalizer) {}

    void place(const ObjectId& id, std::size_t here) {
        if (const auto state = history_.next_change(id, here))
            note(id, *state);
    }

    std::vector<PartiallyApplied> take() {
        std::vector<PartiallyApplied> all;
        for (auto& [state, partially_applied] : found_) {
            partially_applied.revision = history_.states()[state].revision;
            for (const auto& id : made_by(state))
                if (live_.find(id) == nullptr)
                    partially_applied.missing.push_back(id);
            all.push_back(std::move(partially_applied));
        }
        return all;
    }

  private:
    /// What a state has that the one before it had not: what its revision makes.
    std::vector<ObjectId> made_by(std::size_t state) {
        std::vector<ObjectId> made;
        for (const auto& finding : schema::diff(history_.model(state - 1), model(state)).findings)
            if (finding.change == Change::unexpected)
                made.push_back(finding.object);
        return made;
    }

    const Model& model(std::size_t state) {
        const auto [at, is_new] = models_.try_emplace(state);
        if (is_new)
            at->second = history_.model(state);
        return at->second;
    }

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
            at->second = schema::diff(model(state), live_);
            if (canonicalizer_ != nullptr)
                canonicalizer_->remove_equivalent(at->second, model(state), live_);
        }
        return at->second;
    }

    const Model& live_;
    const History& history_;
    catalog::Canonicalizer* canonicalizer_;
    std::map<std::size_t, PartiallyApplied> found_;
    std::map<std::size_t, Model> models_;
    std::map<std::size_t, Diff> diffs_;
};

Model model_after(const History& history, const std::string& revision) {
    const auto state = std::ranges::find(history.states(), revision, &History::State::revision);
    return history.model(static_cast<std::size_t>(state - history.states().begin()));
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
                                                     const History& history, std::size_t here,
                                                     catalog::Canonicalizer* canonicalizer) {
    Search search(live, history, canonicalizer);
    for (const auto& finding : diff.findings)
        if (finding.change == Change::unexpected)
            search.place(finding.object, here);
    return search.take();
}

Model with_partially_applied(const History& history, std::size_t here,
                             const std::vector<PartiallyApplied>& all) {
    auto model = history.model(here);
    for (const auto& one : all) {
        const auto source = model_after(history, one.revision);
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
