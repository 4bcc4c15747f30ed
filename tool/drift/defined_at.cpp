#include "drift/defined_at.hpp"

#include "revision/steps.hpp"
#include "statement/split.hpp"

#include <map>
#include <memory>

namespace pgmend::drift {
namespace {

using Places = std::map<std::string, SourceLocation>;

std::string key(const std::string& relation, const std::string& name) {
    return relation + "\x1f" + name;
}

void note(Places& places, const statement::Statement& one, const std::string& file) {
    const SourceLocation place{.file = file, .line = one.line};
    for (const auto& effect : one.effects) {
        const auto& object = effect.object;
        places[key("", object.name)] = place;
        if (!object.relation.empty()) {
            places[key(object.relation, object.name)] = place;
            places.try_emplace(key("", object.relation), place);
        }
    }
}

} // namespace

std::function<SourceLocation(const schema::ObjectId&)> definition_lookup(const revision::Graph& graph) {
    auto places = std::make_shared<Places>();
    for (const auto& step : revision::upgrade_steps(graph, {}, "heads").steps) {
        const auto& revision = *step.revision;
        if (!revision.up)
            continue;
        try {
            for (const auto& one :
                 statement::split(revision.up->sql, {.file = revision.path, .line = revision.up->line}))
                note(*places, one, revision.path);
        } catch (const UsageError&) { // a file that cannot be read places nothing
        }
    }
    return [places](const schema::ObjectId& id) -> SourceLocation {
        for (const auto& wanted : {key(id.parent, id.name), key("", id.parent), key("", id.name)})
            if (const auto found = places->find(wanted); found != places->end() && wanted.size() > 1)
                return found->second;
        return {};
    };
}

} // namespace pgmend::drift
