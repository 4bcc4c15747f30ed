#include "schema/ddl/refusals.hpp"

#include "schema/ddl/column_parts.hpp"

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

const std::vector<const Object*>& users(const Dependents& dependents, const ObjectId& type) {
    static const std::vector<const Object*> none;
    const auto found = dependents.find(type);
    return found == dependents.end() ? none : found->second;
}

/// A column that holds the domain inside something else: its values are out of reach of a new constraint.
std::string nested_use(const Dependents& dependents, const ObjectId& domain, const std::string& what) {
    for (const auto* user : users(dependents, domain))
        if ((user->id.kind == Kind::column && user->text("type") != name_of(domain)) ||
            user->id.kind == Kind::attribute)
            return fmt::format("{} cannot be changed in place, because {} holds values of the domain in an "
                               "array or a composite type: drop that, change the domain, and add it again",
                               what, display(user->id));
    return {};
}

std::string partition_use(const Writer& writer, const Dependents& dependents, const ObjectId& type) {
    for (const auto* user : users(dependents, type))
        if (user->id.kind == Kind::column && is_in_partition_key(writer.from, *user))
            return fmt::format(
                "the labels of {} cannot be removed or reordered in place, because {} is part of "
                "a partition key: create another table and move the rows",
                name_of(type), name_of(user->id));
    return {};
}

} // namespace

std::string why_refused(const Writer& writer, const Dependents& dependents, const Object& from,
                        const Object& to) {
    const auto& id = to.id;
    const bool is_new = &from == &to;
    if (id.kind == Kind::domain_constraint && to.find("validated") == nullptr) {
        const ObjectId domain{.kind = Kind::domain, .schema = id.schema, .name = id.parent};
        const bool changes = is_new || !same(from, to, "definition") || !same(from, to, "validated");
        return changes && writer.from.find(domain) != nullptr ? nested_use(dependents, domain, name_of(id))
                                                              : "";
    }
    if (is_new)
        return {};
    if (id.kind == Kind::domain && from.find("not_null") == nullptr && to.find("not_null") != nullptr)
        return nested_use(dependents, id, "NOT NULL of " + name_of(id));
    if (id.kind == Kind::enum_type && enum_must_recreate(writer, from, to))
        return partition_use(writer, dependents, id);
    return {};
}

} // namespace pgmend::schema::ddl
