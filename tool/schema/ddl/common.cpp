#include "schema/ddl/kind_handler.hpp"

#include "base/quote.hpp"
#include "schema/ddl/privileges.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

void write_owner(Writer& writer, const Object& from, const Object& to) {
    const auto owner = to.text("owner");
    if (owner.empty() || from.text("owner") == owner)
        return;
    if (to.id.kind == Kind::extension) {
        if (!from.text("owner").empty())
            writer.cannot(fmt::format("the owner of extension {} cannot be changed", name_of(to.id)));
        return;
    }
    if (from.text("owner").empty() && owner == writer.options.role)
        return;
    // A sequence goes along with the table that it belongs to.
    if (to.id.kind == Kind::sequence &&
        (to.find("identity_of") != nullptr || (from.find("owned_by") != nullptr && writer.survives(to.id))))
        return;
    writer.add(to.id, fmt::format("ALTER {} {} OWNER TO {}", handler_of(to.id.kind).keyword, name_of(to.id),
                                  quote_identifier(owner)));
}

void write_comment(Writer& writer, const Object& from, const Object& to) {
    for (const auto* name : {"comment", "type.comment"}) {
        if (same(from, to, name))
            continue;
        const auto text = to.find(name) == nullptr ? "NULL" : quote_literal(to.text(name));
        const auto what = std::string_view(name) == "comment"
                              ? fmt::format("{} {}", handler_of(to.id.kind).keyword, name_of(to.id))
                              : fmt::format("TYPE {}", name_of(to.id));
        writer.add(to.id, fmt::format("COMMENT ON {} IS {}", what, text));
    }
}

void write_labels(Writer& writer, const Object& from, const Object& to) {
    const auto write = [&](const std::string& name, const std::string& value) {
        writer.add(to.id, fmt::format("SECURITY LABEL FOR {} ON {} {} IS {}",
                                      quote_identifier(std::string_view(name).substr(6)),
                                      handler_of(to.id.kind).keyword, name_of(to.id), value));
    };
    for (const auto& attribute : to.attributes)
        if (attribute.name.starts_with("label.") && !same(from, to, attribute.name))
            write(attribute.name, quote_literal(display(attribute.value)));
    for (const auto& attribute : from.attributes)
        if (attribute.name.starts_with("label.") && to.find(attribute.name) == nullptr)
            write(attribute.name, "NULL");
}

} // namespace

void write_common(Writer& writer, const Object& from, const Object& to) {
    if (to.id.kind == Kind::role || to.id.kind == Kind::setting || to.id.kind == Kind::membership)
        return;
    write_owner(writer, from, to);
    write_comment(writer, from, to);
    write_labels(writer, from, to);
    write_privileges(writer, from, to);
}

} // namespace pgmend::schema::ddl
