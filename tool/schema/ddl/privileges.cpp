#include "schema/ddl/privileges.hpp"

#include "base/letters.hpp"
#include "base/quote.hpp"
#include "schema/ddl/grants.hpp"
#include "schema/ddl/kinds.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

/// What GRANT calls the kind, and what everybody may do without a grant.
struct Grantable {
    std::string_view keyword;
    std::string_view to_public = "";
};

Grantable grantable(Kind kind) {
    switch (kind) {
    case Kind::table:
    case Kind::view:
    case Kind::materialized_view:
    case Kind::foreign_table:
    case Kind::column:
        return {"TABLE"};
    case Kind::sequence:
        return {"SEQUENCE"};
    case Kind::function:
    case Kind::aggregate:
        return {"FUNCTION", "EXECUTE"};
    case Kind::procedure:
        return {"PROCEDURE", "EXECUTE"};
    case Kind::schema:
        return {"SCHEMA"};
    case Kind::language:
        return {"LANGUAGE", "USAGE"};
    case Kind::foreign_data_wrapper:
        return {"FOREIGN DATA WRAPPER"};
    case Kind::server:
        return {"FOREIGN SERVER"};
    case Kind::database:
        return {"DATABASE"};
    case Kind::tablespace:
        return {"TABLESPACE"};
    default:
        return {"TYPE", "USAGE"};
    }
}

std::set<std::string> grantees(const Object& from, const Object& to, std::string_view family) {
    std::set<std::string> names;
    for (const auto* object : {&from, &to})
        for (const auto& attribute : object->attributes)
            if (attribute.name.starts_with(family))
                names.insert(attribute.name.substr(family.size()));
    return names;
}

/// What the server's default privileges give to a new object beyond the usual: it must be taken away again.
void add_defaults(const Writer& writer, Object& made) {
    const auto kind = made.id.kind;
    const auto* type = kind == Kind::sequence ? "on sequences"
                       : kind == Kind::schema ? "on schemas"
                       : is_relation(kind)    ? "on tables"
                       : kind == Kind::function || kind == Kind::aggregate || kind == Kind::procedure
                           ? "on functions"
                       : is_type(kind) && kind != Kind::collation && kind != Kind::extension ? "on types"
                                                                                             : "";
    for (const auto& object : writer.from.objects) {
        const bool applies = object.id.kind == Kind::default_privileges && object.id.signature == type &&
                             (object.id.schema.empty() || object.id.schema == made.id.schema) &&
                             !writer.changes.is_dropped(object.id);
        if (!applies)
            continue;
        for (const auto& attribute : object.attributes)
            if (attribute.name.starts_with("acl.") && attribute.name != "acl." + object.id.name)
                made.set(attribute.name, attribute.value);
    }
}

GrantTarget target_of(const Object& object, std::string_view keyword) {
    if (object.id.kind == Kind::column)
        return {.prefix = "",
                .columns = fmt::format(" ({})", quote_identifier(object.id.name)),
                .on = "TABLE " + parent_of(object.id)};
    return {.prefix = "", .columns = "", .on = fmt::format("{} {}", keyword, name_of(object.id))};
}

/// A REVOKE on a table takes the privileges on its columns along, those too that have not changed.
void grant_columns_again(Writer& writer, const Object& from, const Object& to) {
    const ObjectId first{.kind = Kind::column, .schema = to.id.schema, .parent = to.id.name};
    for (auto at = std::ranges::lower_bound(writer.to.objects, first, {}, &Object::id);
         at != writer.to.objects.end() && at->id.kind == first.kind && at->id.schema == first.schema &&
         at->id.parent == first.parent;
         ++at) {
        if (writer.changes.of(at->id) != ObjectAction::keep)
            continue; // what is altered says all of its privileges
        Grants grants(writer, *at, target_of(*at, ""), "", "");
        for (const auto& attribute : at->attributes)
            if (attribute.name.starts_with("acl.") && !same(from, to, attribute.name))
                grants.change(attribute.name.substr(4), nullptr, &attribute.value);
    }
}

} // namespace

void write_privileges(Writer& writer, const Object& from, const Object& to) {
    if (to.id.kind == Kind::default_privileges || to.id.kind == Kind::privileges)
        return;
    const auto kind = grantable(to.id.kind);
    auto before = from;
    // What the old owner had the new one has.
    const auto old_owner = from.text("owner");
    if (!old_owner.empty() && old_owner != to.text("owner"))
        for (const std::string family : {"acl.", "type.acl."})
            if (const auto* value = from.find(family + std::string(old_owner))) {
                before.set(family + std::string(to.text("owner")), *value);
                before.erase(family + std::string(old_owner));
            }
    if (!writer.survives(to.id) && to.id.kind != Kind::column)
        add_defaults(writer, before);
    Grants own(writer, to, target_of(to, kind.keyword), to.text("owner"), kind.to_public);
    const auto* table = to.id.kind == Kind::column ? writer.to_places.container(to) : nullptr;
    const auto* table_before = to.id.kind == Kind::column ? writer.from_places.container(from) : nullptr;
    for (const auto& grantee : grantees(before, to, "acl.")) {
        const auto name = "acl." + grantee;
        // A REVOKE on the table has taken those of its columns along.
        const bool again = table != nullptr && table_before != nullptr && !same(*table_before, *table, name);
        own.change(grantee, again ? nullptr : before.find(name), to.find(name));
    }
    if (is_relation(to.id.kind) && writer.survives(to.id))
        grant_columns_again(writer, before, to);
    Grants type(writer, to, {.prefix = "", .columns = "", .on = "TYPE " + name_of(to.id)}, to.text("owner"),
                "USAGE");
    for (const auto& grantee : grantees(before, to, "type.acl."))
        type.change(grantee, before.find("type.acl." + grantee), to.find("type.acl." + grantee));
}

void alter_default_privileges(Writer& writer, const Object& from, const Object& to) {
    auto prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE " + quote_identifier(to.id.name) + " ";
    if (!to.id.schema.empty())
        prefix += "IN SCHEMA " + quote_identifier(to.id.schema) + " ";
    const auto on = upper(to.id.signature.substr(to.id.signature.find(' ') + 1));
    const bool whole = to.id.schema.empty();
    Grants grants(writer, to, {.prefix = prefix, .columns = "", .on = on}, whole ? to.id.name : "",
                  !whole              ? ""
                  : on == "FUNCTIONS" ? "EXECUTE"
                  : on == "TYPES"     ? "USAGE"
                                      : "");
    for (const auto& grantee : grantees(from, to, "acl."))
        grants.change(grantee, from.find("acl." + grantee), to.find("acl." + grantee));
}

void create_default_privileges(Writer& writer, const Object& object) {
    alter_default_privileges(writer, {.id = object.id, .attributes = {}, .depends_on = {}}, object);
}

void drop_default_privileges(Writer& writer, const Object& object) {
    alter_default_privileges(writer, object, {.id = object.id, .attributes = {}, .depends_on = {}});
}

void alter_system_object_acl(Writer& writer, const Object& from, const Object& to) {
    auto on = to.id.name;
    const auto name = on.find_last_of(' ', on.find('(')) + 1;
    on.replace(0, name, upper(on.substr(0, name)));
    if (on.starts_with("VIEW "))
        on = "TABLE " + on.substr(5);
    if (on.starts_with("TABLE COLUMN") || on.starts_with("VIEW COLUMN"))
        return writer.cannot(fmt::format("privileges on {} of the server are not changed", to.id.name));
    const bool open = on.starts_with("FUNCTION") || on.starts_with("TYPE") || on.starts_with("LANGUAGE");
    Grants grants(writer, to, {.prefix = "", .columns = "", .on = on}, "",
                  on.starts_with("FUNCTION") ? "EXECUTE"
                  : open                     ? "USAGE"
                                             : "");
    for (const auto& grantee : grantees(from, to, "acl."))
        grants.change(grantee, from.find("acl." + grantee), to.find("acl." + grantee));
}

void create_system_object_acl(Writer& writer, const Object& object) {
    alter_system_object_acl(writer, {.id = object.id, .attributes = {}, .depends_on = {}}, object);
}

void drop_system_object_acl(Writer& writer, const Object& object) {
    alter_system_object_acl(writer, object, {.id = object.id, .attributes = {}, .depends_on = {}});
}

} // namespace pgmend::schema::ddl
