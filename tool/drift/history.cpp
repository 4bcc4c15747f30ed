#include "drift/history.hpp"

#include "base/error.hpp"
#include "schema/snapshot.hpp"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace pgmend::drift {
namespace {

using nlohmann::json;
using schema::Model;
using schema::Object;
using schema::ObjectId;

constexpr int format = 1;

bool is_unchanged(const Object& a, const Object& b) {
    return a == b && a.depends_on == b.depends_on;
}

json json_of(const ObjectId& id) {
    return json::array({schema::to_string(id.kind), id.schema, id.parent, id.name, id.signature});
}

ObjectId id_from(const json& text) {
    const auto kind = schema::kind_from(text.at(0).get<std::string>());
    if (!kind)
        throw UsageError("not a kind of object");
    return {.kind = *kind,
            .schema = text.at(1),
            .parent = text.at(2),
            .name = text.at(3),
            .signature = text.at(4)};
}

/// The first line holds everything but the objects, which follow as one snapshot after the other.
void parse(std::string_view text, std::vector<History::State>& states, int& server_version) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto head = json::parse(text.substr(0, end));
    if (head.at("pgmend_history") != format)
        throw UsageError("another format");
    server_version = head.at("server_version");
    auto from = end + 1;
    for (const auto& entry : head.at("states")) {
        History::State state{.revision = entry.at("revision"),
                             .rows = entry.at("rows"),
                             .set = {},
                             .gone = {},
                             .unreadable = {}};
        for (const auto& id : entry.at("gone"))
            state.gone.push_back(id_from(id));
        const std::size_t bytes = entry.at("bytes");
        if (bytes > 0) {
            auto part = schema::parse_snapshot(text.substr(std::min(from, text.size()), bytes), "history");
            state.set = std::move(part.objects);
            state.unreadable = std::move(part.unreadable);
        }
        from += bytes;
        states.push_back(std::move(state));
    }
}

} // namespace

void History::add(std::string revision, std::vector<std::string> rows, const Model& model) {
    State state{.revision = std::move(revision),
                .rows = std::move(rows),
                .set = {},
                .gone = {},
                .unreadable = model.unreadable};
    auto before = last_.objects.begin();
    for (const auto& object : model.objects) {
        for (; before != last_.objects.end() && before->id < object.id; ++before)
            state.gone.push_back(before->id);
        const bool is_known = before != last_.objects.end() && before->id == object.id;
        if (!is_known || !is_unchanged(*before, object))
            state.set.push_back(object);
        before += is_known ? 1 : 0;
    }
    for (; before != last_.objects.end(); ++before)
        state.gone.push_back(before->id);
    states_.push_back(std::move(state));
    last_ = model;
    server_version_ = model.server_version;
}

Model History::model(std::size_t wanted) const {
    std::map<ObjectId, const Object*> objects;
    for (std::size_t i = 0; i <= wanted; ++i) {
        for (const auto& id : states_[i].gone)
            objects.erase(id);
        for (const auto& object : states_[i].set)
            objects[object.id] = &object;
    }
    Model model{.objects = {}, .unreadable = states_[wanted].unreadable, .server_version = server_version_};
    model.objects.reserve(objects.size());
    for (const auto& [id, object] : objects)
        model.objects.push_back(*object);
    return model;
}

std::optional<std::size_t> History::next_change(const ObjectId& id, std::size_t after) const {
    for (auto state = after + 1; state < states_.size(); ++state)
        if (std::ranges::binary_search(states_[state].set, id, {}, &Object::id))
            return state;
    return std::nullopt;
}

std::optional<std::size_t> History::find(std::vector<std::string> rows) const {
    std::ranges::sort(rows);
    for (std::size_t i = 0; i < states_.size(); ++i) {
        auto these = states_[i].rows;
        std::ranges::sort(these);
        if (these == rows)
            return i;
    }
    return std::nullopt;
}

std::string History::to_text() const {
    auto states = json::array();
    std::string objects;
    for (const auto& state : states_) {
        const auto before = objects.size();
        if (!state.set.empty() || !state.unreadable.empty())
            objects += schema::to_snapshot(
                {.objects = state.set, .unreadable = state.unreadable, .server_version = server_version_});
        auto gone = json::array();
        for (const auto& id : state.gone)
            gone.push_back(json_of(id));
        states.push_back({{"revision", state.revision},
                          {"rows", state.rows},
                          {"gone", std::move(gone)},
                          {"bytes", objects.size() - before}});
    }
    return json{
               {"pgmend_history", format}, {"server_version", server_version_}, {"states", std::move(states)}}
               .dump() +
           "\n" + objects;
}

History History::from_text(std::string_view text) {
    History history;
    try {
        parse(text, history.states_, history.server_version_);
    } catch (const json::exception& error) {
        throw UsageError(std::string("the history is damaged: ") + error.what());
    }
    return history;
}

} // namespace pgmend::drift
