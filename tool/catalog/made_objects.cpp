#include "catalog/made_objects.hpp"

#include <algorithm>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using statement::ObjectKind;

/// Kinds that share the name space of the statement's kind.
bool may_be(ObjectKind wanted, Kind kind) {
    switch (wanted) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
        return is_one_of(
            kind, {Kind::table, Kind::foreign_table, Kind::view, Kind::materialized_view, Kind::sequence});
    case ObjectKind::index:
        return kind == Kind::index;
    case ObjectKind::column:
        return kind == Kind::column;
    case ObjectKind::constraint:
        return is_one_of(kind, {Kind::constraint, Kind::domain_constraint});
    case ObjectKind::type:
    case ObjectKind::domain:
        return is_one_of(kind, {Kind::enum_type, Kind::composite_type, Kind::range_type, Kind::base_type,
                                Kind::domain, Kind::table, Kind::view, Kind::materialized_view});
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return is_one_of(kind, {Kind::function, Kind::procedure, Kind::aggregate});
    case ObjectKind::trigger:
        return kind == Kind::trigger;
    case ObjectKind::rule:
        return kind == Kind::rule;
    case ObjectKind::policy:
        return kind == Kind::policy;
    case ObjectKind::statistics:
        return kind == Kind::statistics;
    case ObjectKind::publication:
        return kind == Kind::publication;
    default:
        return false;
    }
}

/// Whether CREATE makes this together with the object of that name.
bool belongs_to(const Object& object, const std::string& name) {
    if (object.id.parent.empty())
        return object.id.kind == Kind::sequence &&
               (object.find("identity_of") != nullptr || object.find("owned_by") != nullptr);
    if (object.id.parent != name)
        return false;
    if (object.id.kind == Kind::index)
        return object.find("constraint") != nullptr;
    return is_one_of(object.id.kind,
                     {Kind::column, Kind::constraint, Kind::attribute, Kind::domain_constraint});
}

} // namespace

bool is_one_of(Kind kind, std::initializer_list<Kind> kinds) {
    return std::ranges::find(kinds, kind) != kinds.end();
}

bool is_routine(ObjectKind kind) {
    return kind == ObjectKind::function || kind == ObjectKind::procedure || kind == ObjectKind::aggregate;
}

void strip(Object& object) {
    object.erase("owner");
    object.erase("populated");
}

Model made_with(const Model& model, const std::string& name, ObjectKind kind) {
    Model result;
    for (auto object : model.objects) {
        const bool self = object.id.parent.empty() && object.id.name == name && may_be(kind, object.id.kind);
        if (!self && !belongs_to(object, name))
            continue;
        strip(object);
        result.objects.push_back(std::move(object));
    }
    result.unreadable = model.unreadable;
    return result;
}

const Object* main_object(const Model& model, const std::string& name, ObjectKind kind) {
    for (const auto& object : model.objects)
        if ((kind == ObjectKind::column || kind == ObjectKind::constraint || object.id.parent.empty() ||
             kind == ObjectKind::index || kind == ObjectKind::trigger || kind == ObjectKind::rule ||
             kind == ObjectKind::policy) &&
            may_be(kind, object.id.kind) && (name.empty() || object.id.name == name))
            return &object;
    return nullptr;
}

} // namespace pgmend::catalog
