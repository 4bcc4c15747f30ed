#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

using Members = std::vector<std::string>;

Members members(const Object& family) {
    const auto* value = family.find("members");
    return value == nullptr ? Members() : std::get<Members>(*value);
}

/// "public.=(integer, integer)" → "public.="
std::string_view without_arguments(std::string_view name) {
    return name.substr(0, name.find('('));
}

/// The types of "(integer, integer)".
std::pair<std::string, std::string> types(std::string_view signature) {
    const auto list = split_list(signature.substr(1, signature.size() - 2));
    return {list.at(0), list.at(1)};
}

/// "operator 1 public.<(a,b) (a, b)" as ALTER OPERATOR FAMILY … ADD has it.
std::string added(const std::string& member) {
    const auto types_at = member.rfind(" (");
    const auto types = member.substr(types_at + 1);
    auto what = member.substr(0, types_at);
    if (what.starts_with("operator ")) {
        const auto sort = what.find(" for order by ");
        const auto end = sort == std::string::npos ? what.size() : sort;
        const auto open = what.find('(');
        std::string text = "OPERATOR" + what.substr(8, std::min(open, end) - 8) + " " + types;
        if (sort != std::string::npos)
            text += " FOR ORDER BY" + what.substr(sort + 13);
        return text;
    }
    const auto number_end = what.find(' ', 9);
    return "FUNCTION " + what.substr(9, number_end - 9) + " " + types + what.substr(number_end);
}

/// The same for DROP: its number and types.
std::string dropped(const std::string& member) {
    const auto types = member.substr(member.rfind(" (") + 1);
    const auto first = member.find(' ') + 1;
    const auto number = member.substr(first, member.find(' ', first) - first);
    return fmt::format("{} {} {}", member.starts_with("operator") ? "OPERATOR" : "FUNCTION", number, types);
}

bool is_of_type(const std::string& member, std::string_view type) {
    return member.ends_with(fmt::format(" ({}, {})", type, type));
}

/// Whether a class that is made takes the member along.
bool comes_with_class(const Writer& writer, const Object& family, const std::string& member) {
    return std::ranges::any_of(writer.to.objects, [&](const Object& object) {
        return object.id.kind == Kind::operator_class && !writer.survives(object.id) &&
               object.id.signature == family.id.signature &&
               object.text("family") == quote_qualified(family.id.schema, family.id.name) &&
               is_of_type(member, object.text("type"));
    });
}

void change_members(Writer& writer, const Object& family, const Members& before, const Members& after) {
    for (const auto& [some, others, add] :
         {std::tuple(&before, &after, false), std::tuple(&after, &before, true)})
        for (const auto& member : *some)
            if (std::ranges::find(*others, member) == others->end() &&
                !(add && comes_with_class(writer, family, member)))
                writer.add(family.id,
                           fmt::format("ALTER OPERATOR FAMILY {} {} {}", name_of(family.id),
                                       add ? "ADD" : "DROP", add ? added(member) : dropped(member)));
}

} // namespace

void create_operator(Writer& writer, const Object& one) {
    const auto [left, right] = types(one.id.signature);
    std::string list = fmt::format("FUNCTION = {}", without_arguments(one.text("function")));
    if (left != "NONE")
        list += ", LEFTARG = " + left;
    if (right != "NONE")
        list += ", RIGHTARG = " + right;
    for (const auto& [attribute, keyword] :
         {std::pair("commutator", "COMMUTATOR"), std::pair("negator", "NEGATOR")})
        if (one.find(attribute) != nullptr)
            list += fmt::format(", {} = OPERATOR({})", keyword, without_arguments(one.text(attribute)));
    for (const auto& [attribute, keyword] : {std::pair("restrict", "RESTRICT"), std::pair("join", "JOIN")})
        if (one.find(attribute) != nullptr)
            list += fmt::format(", {} = {}", keyword, one.text(attribute));
    if (one.find("hashes") != nullptr)
        list += ", HASHES";
    if (one.find("merges") != nullptr)
        list += ", MERGES";
    if (one.find("shell") != nullptr)
        return; // made by the operator that names it
    writer.add(one.id,
               fmt::format("CREATE OPERATOR {}.{} ({})", quote_identifier(one.id.schema), one.id.name, list));
}

void create_operator_family(Writer& writer, const Object& family) {
    writer.add(family.id, "CREATE OPERATOR FAMILY " + name_of(family.id));
    change_members(writer, family, {}, members(family));
}

void alter_operator_family(Writer& writer, const Object& from, const Object& to) {
    change_members(writer, to, members(from), members(to));
}

void create_operator_class(Writer& writer, const Object& one) {
    const auto type = one.text("type");
    std::string items;
    const auto append = [&](const std::string& item) {
        items += (items.empty() ? "\n    " : ",\n    ") + item;
    };
    for (const auto& object : writer.to.objects)
        if (object.id.kind == Kind::operator_family && object.id.signature == one.id.signature &&
            quote_qualified(object.id.schema, object.id.name) == one.text("family"))
            for (const auto& member : members(object))
                if (is_of_type(member, type))
                    append(added(member));
    if (one.find("storage") != nullptr || items.empty())
        append(fmt::format("STORAGE {}", one.find("storage") != nullptr ? one.text("storage") : type));
    writer.add(one.id, fmt::format("CREATE OPERATOR CLASS {} {}FOR TYPE {} {} FAMILY {} AS{}",
                                   quote_qualified(one.id.schema, one.id.name),
                                   one.find("default") != nullptr ? "DEFAULT " : "", type, one.id.signature,
                                   one.text("family"), items));
}

void create_cast(Writer& writer, const Object& cast) {
    const auto method = cast.text("method");
    const auto how = method == "function" ? fmt::format("WITH FUNCTION {}", cast.text("function"))
                     : method == "inout"  ? std::string("WITH INOUT")
                                          : std::string("WITHOUT FUNCTION");
    const auto context = cast.text("context");
    writer.add(cast.id, fmt::format("CREATE CAST {} {}{}", name_of(cast.id), how,
                                    context == "implicit"     ? " AS IMPLICIT"
                                    : context == "assignment" ? " AS ASSIGNMENT"
                                                              : ""));
}

void create_transform(Writer& writer, const Object& transform) {
    std::string list;
    for (const auto& [attribute, keyword] :
         {std::pair("from_sql", "FROM SQL"), std::pair("to_sql", "TO SQL")})
        if (transform.find(attribute) != nullptr)
            list += fmt::format("{}{} WITH FUNCTION {}", list.empty() ? "" : ", ", keyword,
                                transform.text(attribute));
    writer.add(transform.id, fmt::format("CREATE TRANSFORM {} ({})", name_of(transform.id), list));
}

void create_conversion(Writer& writer, const Object& conversion) {
    writer.add(conversion.id,
               fmt::format("CREATE {}CONVERSION {} FOR {} TO {} FROM {}",
                           conversion.find("default") != nullptr ? "DEFAULT " : "", name_of(conversion.id),
                           quote_literal(conversion.text("source")), quote_literal(conversion.text("target")),
                           conversion.text("function")));
}

} // namespace pgmend::schema::ddl
