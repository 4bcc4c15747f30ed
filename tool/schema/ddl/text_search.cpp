#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

std::string list_of(const Object& object, std::initializer_list<std::pair<const char*, const char*>> parts) {
    std::string list;
    for (const auto& [attribute, keyword] : parts)
        if (object.find(attribute) != nullptr)
            list += fmt::format("{}{} = {}", list.empty() ? "" : ", ", keyword, object.text(attribute));
    return list;
}

/// The name of "stopwords = 'x'".
std::string option_name(const std::string& option) {
    return option.substr(0, option.find(" ="));
}

} // namespace

void create_text_search_parser(Writer& writer, const Object& parser) {
    writer.add(parser.id, fmt::format("CREATE TEXT SEARCH PARSER {} ({})", name_of(parser.id),
                                      list_of(parser, {{"start", "START"},
                                                       {"gettoken", "GETTOKEN"},
                                                       {"end", "END"},
                                                       {"headline", "HEADLINE"},
                                                       {"lextypes", "LEXTYPES"}})));
}

void create_text_search_template(Writer& writer, const Object& one) {
    writer.add(one.id, fmt::format("CREATE TEXT SEARCH TEMPLATE {} ({})", name_of(one.id),
                                   list_of(one, {{"init", "INIT"}, {"lexize", "LEXIZE"}})));
}

void create_text_search_dictionary(Writer& writer, const Object& dictionary) {
    const auto options = dictionary.text("options");
    writer.add(dictionary.id,
               fmt::format("CREATE TEXT SEARCH DICTIONARY {} (TEMPLATE = {}{}{})", name_of(dictionary.id),
                           dictionary.text("template"), options.empty() ? "" : ", ", options));
}

void alter_text_search_dictionary(Writer& writer, const Object& from, const Object& to) {
    if (same(from, to, "options"))
        return;
    const auto before = split_list(from.text("options"));
    const auto after = split_list(to.text("options"));
    std::string list;
    const auto append = [&](const std::string& item) { list += (list.empty() ? "" : ", ") + item; };
    for (const auto& option : after)
        append(option);
    for (const auto& option : before) // a name without a value takes the option away
        if (std::ranges::none_of(after, [&](const auto& o) { return option_name(o) == option_name(option); }))
            append(option_name(option));
    writer.add(to.id, fmt::format("ALTER TEXT SEARCH DICTIONARY {} ({})", name_of(to.id), list));
}

void create_text_search_configuration(Writer& writer, const Object& configuration) {
    writer.add(configuration.id, fmt::format("CREATE TEXT SEARCH CONFIGURATION {} (PARSER = {})",
                                             name_of(configuration.id), configuration.text("parser")));
}

void alter_text_search_configuration(Writer& writer, const Object& from, const Object& to) {
    constexpr std::string_view family = "mapping.";
    const auto alter = "ALTER TEXT SEARCH CONFIGURATION " + name_of(to.id);
    for (const auto& attribute : to.attributes) {
        if (!attribute.name.starts_with(family) || same(from, to, attribute.name))
            continue;
        writer.add(to.id, fmt::format("{} {} MAPPING FOR {} WITH {}", alter,
                                      from.find(attribute.name) == nullptr ? "ADD" : "ALTER",
                                      quote_identifier(attribute.name.substr(family.size())),
                                      display(attribute.value)));
    }
    for (const auto& attribute : from.attributes)
        if (attribute.name.starts_with(family) && to.find(attribute.name) == nullptr)
            writer.add(to.id, fmt::format("{} DROP MAPPING FOR {}", alter,
                                          quote_identifier(attribute.name.substr(family.size()))));
}

} // namespace pgmend::schema::ddl
