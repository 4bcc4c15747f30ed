#include "commands/desired_indexes.hpp"

#include "base/nearest.hpp"
#include "commands/settings_check.hpp"
#include "pg/quote.hpp"
#include "schema/snapshot.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

namespace pgmend::commands {
namespace {

maintain::IndexSpec spec_of(const std::string& name, const toml::table& table) {
    const auto text = [&](const char* key) {
        const auto* value = table.get(key);
        const auto texts = value != nullptr ? texts_of(*value) : std::nullopt;
        return texts ? fmt::format("{}", fmt::join(*texts, ", ")) : std::string();
    };
    maintain::IndexSpec spec{.table = text("table"),
                             .name = name,
                             .method = table["using"].value_or(std::string("btree")),
                             .columns = text("columns"),
                             .include = text("include"),
                             .where = text("where"),
                             .with = text("with"),
                             .unique = table["unique"].value_or(false),
                             .nulls_not_distinct = table["nulls-not-distinct"].value_or(false)};
    return spec;
}

/// The end of the parenthesis that opens at `open`; texts and identifiers in quotes are stepped over.
std::size_t closing(const std::string& text, std::size_t open) {
    int depth = 0;
    char quote = 0;
    for (auto at = open; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != 0)
            quote = c == quote ? char(0) : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '(')
            ++depth;
        else if (c == ')' && --depth == 0)
            return at;
    }
    return text.size();
}

/// Takes "WORD (…)" off the beginning of the text; what stands in the parentheses.
std::string take_clause(std::string& rest, std::string_view word) {
    if (!rest.starts_with(word))
        return {};
    const auto open = rest.find('(');
    const auto end = closing(rest, open);
    auto inside = rest.substr(open + 1, end - open - 1);
    rest = end + 1 < rest.size() ? rest.substr(end + 1) : std::string();
    while (rest.starts_with(' '))
        rest.erase(0, 1);
    return inside;
}

/// "gin (full_data jsonb_path_ops) WHERE …", as the snapshot has it from pg_get_indexdef().
void read_definition(maintain::IndexSpec& spec, const std::string& definition) {
    const auto open = definition.find('(');
    spec.method = definition.substr(0, definition.find(' '));
    const auto end = closing(definition, open);
    spec.columns = definition.substr(open + 1, end - open - 1);
    auto rest = end + 1 < definition.size() ? definition.substr(end + 2) : std::string();
    spec.include = take_clause(rest, "INCLUDE ");
    constexpr std::string_view no_nulls = "NULLS NOT DISTINCT";
    if (rest.starts_with(no_nulls)) {
        spec.nulls_not_distinct = true;
        rest.erase(0, std::min(no_nulls.size() + 1, rest.size()));
    }
    if (const auto where = rest.find("WHERE "); where != std::string::npos)
        spec.where = rest.substr(where + 6);
}

void add_snapshot(std::vector<maintain::IndexSpec>& specs, const std::string& path) {
    const auto model = schema::load_snapshot(path);
    for (const auto& object : model.objects) {
        const auto definition = std::string(object.text("definition"));
        if (object.id.kind != schema::Kind::index || definition.empty() ||
            !object.text("constraint").empty() || !object.text("attached").empty())
            continue;
        maintain::IndexSpec spec{.table = pg::quote_qualified(object.id.schema, object.id.parent),
                                 .name = object.id.name,
                                 .unique = object.text("unique") == "yes"};
        read_definition(spec, definition);
        for (const auto& attribute : object.attributes)
            if (attribute.name.starts_with("option."))
                spec.with += fmt::format("{}{} = {}", spec.with.empty() ? "" : ", ", attribute.name.substr(7),
                                         std::get<std::string>(attribute.value));
        if (std::ranges::find(specs, spec.name, &maintain::IndexSpec::name) == specs.end())
            specs.push_back(std::move(spec));
    }
}

} // namespace

std::vector<maintain::IndexSpec> load_desired_indexes(const std::string& snapshot, const Context& context) {
    std::vector<maintain::IndexSpec> specs;
    if (const auto& file = context.globals.config_file; !file.empty()) {
        const auto settings = toml::parse_file(file);
        if (const auto* list = settings["index"].as_table(); list != nullptr)
            for (const auto& [name, value] : *list)
                if (const auto* table = value.as_table(); table != nullptr)
                    specs.push_back(spec_of(std::string(name.str()), *table));
    }
    if (std::filesystem::exists(snapshot))
        add_snapshot(specs, snapshot);
    if (specs.empty())
        throw UsageError("no index is defined")
            .with_hint(fmt::format("define indexes as [index.NAME] in pgmend.toml, or in a snapshot in {}",
                                   snapshot));
    return specs;
}

UsageError unknown_desired_index(const std::string& name, const std::vector<maintain::IndexSpec>& desired,
                                 const std::string& snapshot) {
    std::vector<std::string> names;
    for (const auto& spec : desired)
        names.push_back(spec.name);
    return UsageError(fmt::format("index '{}' is defined neither in pgmend.toml nor in {}{}", name, snapshot,
                                  did_you_mean(name, names)))
        .with_hint("'pgmend index create' builds an index that is not defined there");
}

} // namespace pgmend::commands
