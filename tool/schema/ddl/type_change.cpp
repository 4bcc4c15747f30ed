#include "schema/ddl/type_change.hpp"

#include "base/quote.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

bool is_text(std::string_view family) {
    constexpr auto names =
        std::to_array<std::string_view>({"text", "character varying", "character", "name", "\"char\""});
    return std::ranges::find(names, family) != names.end();
}

int width(std::string_view family) {
    constexpr auto order = std::to_array<std::string_view>(
        {"smallint", "integer", "bigint", "numeric", "real", "double precision"});
    const auto at = std::ranges::find(order, family);
    return at == order.end() ? -1 : static_cast<int>(at - order.begin());
}

} // namespace

std::string family_of(std::string_view type) {
    std::string name(type);
    const auto open = name.find('(');
    if (open != std::string::npos)
        name.erase(open, name.find(')') - open + 1);
    return name;
}

bool keeps_values(std::string_view from, std::string_view to) {
    const auto a = family_of(from);
    const auto b = family_of(to);
    if (is_text(b) && (b == to || (is_text(a) && b != "name")))
        return true; // what is too long makes it fail
    if (a == b)
        return from == to || b == to;
    return width(a) >= 0 && width(a) < width(b) && b == to;
}

bool has_no_cast(std::string_view from, std::string_view to) {
    constexpr auto others = std::to_array<std::string_view>(
        {"date", "timestamp without time zone", "timestamp with time zone", "time without time zone",
         "time with time zone", "interval", "uuid", "inet", "cidr", "macaddr", "bytea", "point", "box"});
    const auto is_other = [&](std::string_view family) {
        return std::ranges::find(others, family) != others.end();
    };
    const auto a = family_of(from);
    const auto b = family_of(to);
    return (width(a) >= 0 || a == "boolean") && is_other(b);
}

std::string using_clause(const Writer& writer, const Object& from, const Object& to) {
    const auto name = quote_identifier(to.id.name);
    const auto type = to.text("type");
    const bool aside = std::ranges::any_of(from.depends_on, [&](const ObjectId& need) {
        return writer.changes.renamed_for_swap.contains(need);
    });
    if (aside)
        return fmt::format(" USING {}::text{}::{}", name, type.ends_with("[]") ? "[]" : "", type);
    const auto a = family_of(from.text("type"));
    const auto b = family_of(type);
    if (a == b || is_text(b) || (width(a) >= 0 && width(b) >= 0))
        return "";
    // Types of users, enums for one, go by way of their texts.
    if (!is_text(a) && (a.find('.') != std::string::npos || b.find('.') != std::string::npos))
        return fmt::format(" USING {}::text{}::{}", name, type.ends_with("[]") ? "[]" : "", type);
    if (!is_text(a) && (a == "boolean" || width(a) < 0) && width(b) >= 0)
        return fmt::format(" USING {}::text::{}", name, type);
    return fmt::format(" USING {}::{}", name, type);
}

} // namespace pgmend::schema::ddl
