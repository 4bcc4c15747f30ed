#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"
#include "schema/ddl/kind_handler.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

/// A text in dollar quotes whose tag does not stand in it.
std::string dollar_quoted(std::string_view text) {
    std::string tag = "$$";
    for (int i = 0; text.find(tag.substr(0, tag.size() - 1)) != std::string_view::npos; ++i)
        tag = i == 0 ? "$function$" : fmt::format("$function{}$", i);
    return fmt::format("{}{}{}", tag, text, tag);
}

/// Settings that are lists of names, which the server keeps quoted already.
bool is_name_list(std::string_view setting) {
    constexpr auto lists = std::to_array<std::string_view>(
        {"search_path", "temp_tablespaces", "session_preload_libraries", "shared_preload_libraries",
         "local_preload_libraries", "unix_socket_directories"});
    return std::ranges::find(lists, setting) != lists.end();
}

/// The elements of such a list as literals: an empty one cannot be written as an identifier.
std::string list_of_literals(std::string_view value) {
    std::string list;
    for (const auto& item : split_list(value)) {
        auto name = item;
        if (item.size() >= 2 && item.starts_with('"') && item.ends_with('"')) {
            name.clear();
            for (std::size_t i = 1; i + 1 < item.size(); ++i) {
                name += item[i];
                i += item[i] == '"' ? 1 : 0;
            }
        }
        const bool is_plain = !name.empty() && quote_identifier(name) == name;
        list += (list.empty() ? "" : ", ") + (is_plain ? name : quote_literal(name));
    }
    return list.empty() ? "''" : list;
}

std::string traits(const Object& function) {
    std::string text = fmt::format(" LANGUAGE {}", quote_identifier(function.text("language")));
    if (const auto* types = function.find("transform_types")) {
        text += " TRANSFORM ";
        std::string list;
        for (const auto& type : std::get<std::vector<std::string>>(*types))
            list += (list.empty() ? "FOR TYPE " : ", FOR TYPE ") + type;
        text += list;
    }
    if (function.find("window") != nullptr)
        text += " WINDOW";
    if (const auto volatility = function.text("volatility"); !volatility.empty())
        text += volatility == "immutable" ? " IMMUTABLE" : " STABLE";
    if (function.find("leakproof") != nullptr)
        text += " LEAKPROOF";
    if (function.find("strict") != nullptr)
        text += " STRICT";
    if (function.find("security_definer") != nullptr)
        text += " SECURITY DEFINER";
    if (const auto parallel = function.text("parallel"); !parallel.empty())
        text += parallel == "safe" ? " PARALLEL SAFE" : " PARALLEL RESTRICTED";
    for (const auto& [name, keyword] :
         {std::pair("cost", "COST"), std::pair("rows", "ROWS"), std::pair("support", "SUPPORT")})
        if (function.find(name) != nullptr)
            text += fmt::format(" {} {}", keyword, function.text(name));
    for (const auto& attribute : function.attributes)
        if (attribute.name.starts_with("config."))
            text += setting_clause(attribute.name.substr(7), display(attribute.value));
    return text;
}

std::string body(const Object& function) {
    if (function.find("sql_body") != nullptr)
        return "\n" + without_semicolon(function.text("sql_body"));
    if (function.find("library") != nullptr)
        return fmt::format("\nAS {}, {}", quote_literal(function.text("library")),
                           quote_literal(function.text("body")));
    return "\nAS " + dollar_quoted(function.text("body"));
}

std::string definition(const Object& function, std::string_view create) {
    const bool procedure = function.id.kind == Kind::procedure;
    return fmt::format("{} {} {}({}){}{}{}", create, procedure ? "PROCEDURE" : "FUNCTION",
                       quote_qualified(function.id.schema, function.id.name), function.text("arguments"),
                       procedure ? "" : fmt::format(" RETURNS {}", function.text("result")), traits(function),
                       body(function));
}

struct Argument {
    std::string declaration;
    bool has_default = false;
};

std::vector<Argument> arguments(const Object& function) {
    std::vector<Argument> list;
    for (const auto& item : split_list(function.text("arguments"))) {
        const auto at = item.find(" DEFAULT ");
        list.push_back({.declaration = item.substr(0, at), .has_default = at != std::string::npos});
    }
    return list;
}

} // namespace

std::string setting_clause(const std::string& name, const std::string& value) {
    return fmt::format(" SET {} TO {}", name,
                       is_name_list(name) ? list_of_literals(value) : quote_literal(value));
}

void create_function(Writer& writer, const Object& function) {
    writer.add(function.id, definition(function, "CREATE"));
}

/// CREATE OR REPLACE can neither rename an argument nor take a default away.
bool function_must_recreate(const Writer&, const Object& from, const Object& to) {
    const auto before = arguments(from);
    const auto after = arguments(to);
    return !std::ranges::equal(before, after, [](const Argument& a, const Argument& b) {
        return a.declaration == b.declaration && (b.has_default || !a.has_default);
    });
}

void alter_function(Writer& writer, const Object& from, const Object& to) {
    const auto is_in = [&](const Object& one, const Object& other) {
        return std::ranges::all_of(one.attributes, [&](const Attribute& attribute) {
            return in_list(common_attributes, attribute.name) || same(one, other, attribute.name);
        });
    };
    if (is_in(from, to) && is_in(to, from))
        return;
    writer.add(to.id, definition(to, "CREATE OR REPLACE"));
}

void create_aggregate(Writer& writer, const Object& aggregate) {
    struct Part {
        std::string_view attribute, name;
        bool is_literal = false;
    };
    constexpr auto parts = std::to_array<Part>({{"sfunc", "SFUNC"},
                                                {"stype", "STYPE"},
                                                {"sspace", "SSPACE"},
                                                {"finalfunc", "FINALFUNC"},
                                                {"combinefunc", "COMBINEFUNC"},
                                                {"serialfunc", "SERIALFUNC"},
                                                {"deserialfunc", "DESERIALFUNC"},
                                                {"initcond", "INITCOND", true},
                                                {"msfunc", "MSFUNC"},
                                                {"minvfunc", "MINVFUNC"},
                                                {"mstype", "MSTYPE"},
                                                {"msspace", "MSSPACE"},
                                                {"mfinalfunc", "MFINALFUNC"},
                                                {"minitcond", "MINITCOND", true}});
    std::string list;
    const auto append = [&](const std::string& item) {
        list += (list.empty() ? "\n    " : ",\n    ") + item;
    };
    for (const auto& part : parts)
        if (aggregate.find(part.attribute) != nullptr) {
            const std::string value(aggregate.text(part.attribute));
            append(fmt::format("{} = {}", part.name, part.is_literal ? quote_literal(value) : value));
        }
    for (const std::string prefix : {"finalfunc", "mfinalfunc"}) {
        const auto upper = prefix == "finalfunc" ? "FINALFUNC" : "MFINALFUNC";
        if (aggregate.find(prefix + "_extra") != nullptr)
            append(fmt::format("{}_EXTRA", upper));
        const auto modify = aggregate.text(prefix + "_modify");
        if (!modify.empty())
            append(fmt::format("{}_MODIFY = {}", upper,
                               modify == "r"   ? "READ_ONLY"
                               : modify == "s" ? "SHAREABLE"
                                               : "READ_WRITE"));
    }
    if (const auto sort = aggregate.text("sortop"); !sort.empty())
        append(fmt::format("SORTOP = OPERATOR({})", sort.substr(0, sort.find('('))));
    if (const auto parallel = aggregate.text("parallel"); !parallel.empty())
        append(fmt::format("PARALLEL = {}", parallel == "safe" ? "SAFE" : "RESTRICTED"));
    if (aggregate.text("form") == "hypothetical-set")
        append("HYPOTHETICAL");
    const auto arguments = aggregate.text("arguments");
    writer.add(aggregate.id, fmt::format("CREATE AGGREGATE {}({}) ({}\n)",
                                         quote_qualified(aggregate.id.schema, aggregate.id.name),
                                         arguments.empty() ? "*" : arguments, list));
}

} // namespace pgmend::schema::ddl
