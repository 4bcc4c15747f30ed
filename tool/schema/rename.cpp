#include "schema/rename.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace pgmend::schema {
namespace {

/// What stays when an object is renamed: everything but its name, the comment and what follows from the name.
std::string shape_of(const Object& object) {
    std::string shape;
    for (const auto& attribute : object.attributes) {
        if (attribute.name != "comment" && !is_informational(object.id, attribute.name))
            shape += attribute.name + '\x1f' + display(attribute.value) + '\x1e';
    }
    return shape;
}

bool has_columns(Kind kind) {
    return kind == Kind::table || kind == Kind::foreign_table || kind == Kind::materialized_view ||
           kind == Kind::view || kind == Kind::composite_type;
}

/// The columns with their types in their order, each with its shape.
std::string columns_of(const Model& model, const ObjectId& table) {
    const auto kind = table.kind == Kind::composite_type ? Kind::attribute : Kind::column;
    const ObjectId first{.kind = kind, .schema = table.schema, .parent = table.name};
    auto at = std::lower_bound(model.objects.begin(), model.objects.end(), first,
                               [](const Object& object, const ObjectId& key) { return object.id < key; });
    std::string columns;
    for (; at != model.objects.end() && at->id.kind == kind && at->id.schema == table.schema &&
           at->id.parent == table.name;
         ++at) {
        // A serial column's default names the sequence, which may have been renamed along.
        columns += at->id.name + '\x1d' + std::string(at->text("type")) + '\x1e';
    }
    return columns;
}

using Place = std::tuple<Kind, std::string, std::string, std::string, std::string>;

Place place_of(const Object& object, const Model& model) {
    const auto& id = object.id;
    auto shape = has_columns(id.kind) ? columns_of(model, id) : shape_of(object);
    return {id.kind, id.schema, id.parent, id.signature, std::move(shape)};
}

/// Without anything to go by, two objects are alike by chance.
bool tells_little(const Place& place) {
    return std::get<4>(place).empty();
}

struct Candidates {
    std::vector<const Object*> missing;
    std::vector<Finding*> unexpected;
    std::vector<const Object*> unexpected_objects;
};

std::string_view position(const Object& object) {
    return object.text("position");
}

void pair_up(Candidates& candidates) {
    for (std::size_t i = 0; i < candidates.unexpected.size(); ++i) {
        const Object* match = nullptr;
        if (candidates.missing.size() == 1 && candidates.unexpected.size() == 1) {
            match = candidates.missing.front();
        } else {
            // Several columns of one type: the one that stood at the same place.
            const auto& here = *candidates.unexpected_objects[i];
            const auto found =
                std::find_if(candidates.missing.begin(), candidates.missing.end(), [&](const Object* o) {
                    return !position(here).empty() && position(*o) == position(here);
                });
            match = found == candidates.missing.end() ? nullptr : *found;
        }
        if (match != nullptr)
            candidates.unexpected[i]->rename_of = match->id;
    }
}

} // namespace

void suspect_renames(std::vector<Finding>& findings, const Model& expected, const Model& actual) {
    std::map<Place, Candidates> places;
    for (auto& finding : findings) {
        if (finding.change == Change::different)
            continue;
        const bool is_missing = finding.change == Change::missing;
        const auto& model = is_missing ? expected : actual;
        const auto* object = model.find(finding.object);
        auto place = place_of(*object, model);
        if (tells_little(place))
            continue;
        auto& candidates = places[std::move(place)];
        if (is_missing) {
            candidates.missing.push_back(object);
        } else {
            candidates.unexpected.push_back(&finding);
            candidates.unexpected_objects.push_back(object);
        }
    }
    for (auto& [place, candidates] : places)
        pair_up(candidates);
}

} // namespace pgmend::schema
