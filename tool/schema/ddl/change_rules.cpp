#include "schema/ddl/change_rules.hpp"

#include <algorithm>

namespace pgmend::schema::ddl {

bool blocks_type_change(const ObjectId& id) {
    switch (id.kind) {
    case Kind::view:
    case Kind::materialized_view:
    case Kind::rule:
    case Kind::trigger:
    case Kind::policy:
    case Kind::function:
    case Kind::procedure:
    case Kind::publication_table:
        return true;
    default:
        return false;
    }
}

bool may_hold_values(const ObjectId& dependent) {
    switch (dependent.kind) {
    case Kind::column:
    case Kind::table:
    case Kind::foreign_table:
    case Kind::attribute:
    case Kind::domain:
    case Kind::range_type:
        return true;
    default:
        return false;
    }
}

bool loses_targets(const Object& object) {
    if (object.id.kind == Kind::statistics)
        return object.find("target") != nullptr;
    return object.id.kind == Kind::index &&
           std::ranges::any_of(object.attributes, [](const Attribute& attribute) {
               return attribute.name.starts_with("statistics.");
           });
}

bool is_foreign_key(const Object& object) {
    return object.id.kind == Kind::constraint && object.text("type") == "foreign key";
}

bool is_table_column(const Writer& writer, const Object& column) {
    const auto* container = writer.from_places.container(column);
    return container != nullptr &&
           (container->id.kind == Kind::table || container->id.kind == Kind::foreign_table);
}

} // namespace pgmend::schema::ddl
