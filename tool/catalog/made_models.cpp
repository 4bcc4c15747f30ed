#include "catalog/made_models.hpp"

#include "catalog/made_objects.hpp"

#include <algorithm>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using statement::Effect;
using statement::ObjectKind;

std::string plain(Kind kind) {
    std::string text(schema::to_string(kind));
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool is_numbered(std::string_view name, std::string_view base) {
    const auto number = name.starts_with(base) ? name.substr(base.size()) : std::string_view();
    return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The index of that name which is attached to a partitioned table's, by whose name it goes in the model.
const Object* attached_index(const Model& model, const schema::ObjectId& id) {
    if (id.kind != Kind::index)
        return nullptr;
    const auto found = std::ranges::find_if(model.objects, [&](const Object& object) {
        return object.id.kind == Kind::index && object.id.parent == id.parent &&
               object.text("own_name") == id.name;
    });
    return found == model.objects.end() ? nullptr : &*found;
}

/// Everything wanted against what bears the same names in the original.
Comparison beside(Model wanted, const Model& original, const schema::ObjectId& subject,
                  const RemoveEquivalent& remove_equivalent) {
    Model found;
    for (auto& object : wanted.objects) {
        const auto* there = original.find(object.id);
        const auto* attached = there == nullptr ? attached_index(original, object.id) : nullptr;
        if (there == nullptr && attached == nullptr)
            continue;
        found.objects.push_back(there != nullptr ? *there : *attached);
        auto& copy = found.objects.back();
        if (attached != nullptr) {
            copy.id.name = object.id.name;
            copy.erase("own_name");
            copy.erase("attached");
        }
        strip(copy);
        // NOT VALID asks for less than what is there when that has been validated since.
        if (object.text("validated") == "no") {
            object.erase("validated");
            copy.erase("validated");
        }
        if (object.id.kind == Kind::index) {
            copy.erase("valid");
            copy.erase("ready");
            // What backs a constraint keeps out the same rows, and is equal otherwise.
            if (object.find("constraint") == nullptr)
                copy.erase("constraint");
        }
    }
    if (found.find(subject) == nullptr)
        return {};
    return {.present = true,
            .differences = differences(wanted, found, subject, remove_equivalent),
            .name = subject.name};
}

Model renamed(Model model, const std::string& from, const std::string& to) {
    for (auto& object : model.objects) {
        if (object.id.name == from)
            object.id.name = to;
        for (auto& attribute : object.attributes)
            if (attribute.value == schema::Value(from))
                attribute.value = to;
    }
    model.sort();
    return model;
}

/// What CREATE could not have made along: other overloads, and sequences that are not the object's.
Model without_others(Model found, const Object& subject, const Existing& existing) {
    std::erase_if(found.objects, [&](const Object& object) {
        const bool other_overload =
            object.id.parent.empty() && object.id.kind != Kind::sequence && object.id != subject.id;
        const bool other_sequence =
            object.id.kind == Kind::sequence && object.id != subject.id && existing.kind == ' ';
        return other_overload || other_sequence;
    });
    if (subject.id.kind != Kind::table && subject.id.kind != Kind::sequence)
        std::erase_if(found.objects, [](const Object& object) { return object.id.kind == Kind::sequence; });
    return found;
}

} // namespace

Comparison compare_whole(const Model& made, const Model& found, const Effect& effect,
                         const Existing& existing, bool temporary,
                         const RemoveEquivalent& remove_equivalent) {
    const auto& name = effect.object.name;
    const auto kind = effect.object.kind;
    auto wanted = made_with(made, name, kind);
    const auto there = made_with(found, name, kind);
    const auto* subject = main_object(wanted, name, kind);
    if (subject == nullptr && is_routine(kind))
        return {};
    if (subject == nullptr)
        return {.present = true, .differences = {{"kind", "another one", "cannot be determined"}}};
    for (auto& object : wanted.objects)
        if (temporary && object.id == subject->id)
            object.erase("persistence");
    if (there.find(subject->id) == nullptr) {
        const auto* other = main_object(there, name, kind);
        if (is_routine(kind) || other == nullptr)
            return {};
        return {.present = true, .differences = {{"kind", plain(other->id.kind), plain(subject->id.kind)}}};
    }
    return {.present = true,
            .differences = differences(wanted, without_others(there, *subject, existing), subject->id,
                                       remove_equivalent)};
}

Model added(const Model& before, const Model& after) {
    Model made;
    for (const auto& object : after.objects)
        if (before.find(object.id) == nullptr)
            made.objects.push_back(object);
    return made;
}

Comparison compare_part(Model made, const Model& original, const Effect& effect,
                        const RemoveEquivalent& remove_equivalent) {
    for (auto& object : made.objects)
        strip(object);
    const auto* subject = main_object(made, effect.object.name, effect.object.kind);
    if (subject == nullptr)
        return {};
    const auto id = subject->id;
    const bool only_one = subject->text("type") == "primary key"; // of a table, whatever its name
    auto result = beside(made, original, id, remove_equivalent);
    const bool nameless = effect.object.name.empty() && (effect.object.kind == ObjectKind::constraint ||
                                                         effect.object.kind == ObjectKind::index);
    if (!nameless || only_one || result.equal() || result.lacks_validation())
        return result;
    // The server would have given it the first number that was free then.
    for (const auto& other : original.objects) {
        if (other.id.kind != id.kind || other.id.parent != id.parent || !is_numbered(other.id.name, id.name))
            continue;
        auto candidate = beside(renamed(made, id.name, other.id.name), original, other.id, remove_equivalent);
        if (candidate.equal() || candidate.lacks_validation())
            return candidate;
    }
    return {};
}

} // namespace pgmend::catalog
