#include "commands/settings_check.hpp"

#include "base/duration.hpp"
#include "base/nearest.hpp"
#include "schema/kind.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::commands {
namespace {

bool is_date(std::string_view text) {
    constexpr std::array days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 0, month = 0, day = 0;
    const auto number = [](std::string_view part, int& value) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        return error == std::errc() && end == part.data() + part.size();
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !number(text.substr(0, 4), year) ||
        !number(text.substr(5, 2), month) || !number(text.substr(8, 2), day))
        return false;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= days[static_cast<std::size_t>(month - 1)] &&
           (month != 2 || day < 29 || leap);
}

bool is_scalar(const toml::node& value) {
    return value.is_string() || value.is_number() || value.is_boolean();
}

bool fits(const toml::node& value, ValueType type) {
    switch (type) {
    case ValueType::text:
    case ValueType::kind:
        return value.is_string();
    case ValueType::list:
        return texts_of(value).has_value();
    case ValueType::number:
        return value.is_number() && value.value_or(-1.0) >= 0;
    case ValueType::boolean:
        return value.is_boolean();
    case ValueType::duration:
        return value.is_string() && parse_duration(value.as_string()->get()).has_value();
    case ValueType::date:
        return value.is_date() || (value.is_string() && is_date(value.as_string()->get()));
    case ValueType::table:
        return value.is_table() &&
               std::ranges::all_of(*value.as_table(), [](const auto& one) { return is_scalar(one.second); });
    }
    return false;
}

std::vector<std::string> kinds() {
    std::vector<std::string> names;
    for (int i = 0; i <= static_cast<int>(schema::Kind::other); ++i)
        names.emplace_back(schema::to_string(static_cast<schema::Kind>(i)));
    return names;
}

class Checker {
  public:
    Checker(const SettingsTable& table, const std::string& file) : table_(table), file_(file) {}

    void whole(const toml::node& value) const {
        switch (table_.form) {
        case TableForm::plain:
            return one(as_table(value, fmt::format("[{}]", table_.name)));
        case TableForm::named:
            for (const auto& [name, inner] : as_table(value, fmt::format("[{}.NAME]", table_.name)))
                if (inner.is_table())
                    named(*inner.as_table());
            return;
        case TableForm::list:
            if (!value.is_array())
                throw UsageError(fmt::format("'{0}' must be written as [[{0}]]", table_.name))
                    .at(place(value));
            for (const auto& inner : *value.as_array())
                one(as_table(inner, fmt::format("[[{}]]", table_.name)));
        }
    }

  private:
    SourceLocation place(const toml::node& value) const { return place_of(value.source(), file_); }

    const toml::table& as_table(const toml::node& value, const std::string& form) const {
        if (value.is_table())
            return *value.as_table();
        throw UsageError(fmt::format("'{}' must be written as {}", table_.name, form)).at(place(value));
    }

    /// [dedupe.schema.t] without quotes is a table in a table.
    void named(const toml::table& table) const {
        if (!holds_tables(table))
            return one(table);
        for (const auto& [name, inner] : table)
            one(*inner.as_table());
    }

    void one(const toml::table& table) const {
        for (const auto& [name, value] : table)
            check(std::string(name.str()), place_of(name.source(), file_), value);
        for (const auto& key : table_.keys)
            if (key.required && !table.contains(key.name))
                throw UsageError(fmt::format("the table has no '{}'", key.name))
                    .at(place(table))
                    .with_hint(fmt::format("add {} = \"…\"", key.name));
        if (table_.name == "ignore")
            check_rule(table);
    }

    void check(const std::string& name, const SourceLocation& at, const toml::node& value) const {
        const auto key = std::ranges::find(table_.keys, name, &SettingsKey::name);
        if (key == table_.keys.end()) {
            std::vector<std::string> known;
            for (const auto& one : table_.keys)
                known.emplace_back(one.name);
            throw UsageError(fmt::format("unknown key '{}'{}", name, did_you_mean(name, known)))
                .at(at)
                .with_hint(fmt::format("keys of this table: {}", fmt::join(known, ", ")));
        }
        if (!fits(value, key->type))
            throw UsageError(fmt::format("'{}' must be {}", name, expected(key->type))).at(place(value));
        const auto* text = value.as_string();
        if (text != nullptr && !key->choices.empty() &&
            std::ranges::find(key->choices, text->get()) == key->choices.end())
            throw UsageError(fmt::format("invalid value '{}' for '{}'", text->get(), name))
                .at(place(value))
                .with_hint(fmt::format("valid values: {}", fmt::join(key->choices, ", ")));
        if (key->required &&
            (text != nullptr ? text->get().empty() : value.is_array() && value.as_array()->empty()))
            throw UsageError(fmt::format("'{}' is empty", name)).at(place(value));
        if (key->type == ValueType::kind)
            check_kind(text->get(), place(value));
    }

    static void check_kind(const std::string& name, const SourceLocation& at) {
        const auto known = kinds();
        if (name.find_first_of("*?") == std::string::npos && std::ranges::find(known, name) == known.end())
            throw UsageError(fmt::format("unknown kind of object '{}'{}", name, did_you_mean(name, known)))
                .at(at)
                .with_hint(fmt::format("known kinds: {}", fmt::join(known, ", ")));
    }

    /// A rule that fits everything hides every difference.
    void check_rule(const toml::table& rule) const {
        const auto narrow = [&](std::string_view key) {
            const auto text = rule[key].value_or(std::string());
            return text.find_first_not_of('*') != std::string::npos;
        };
        if (!narrow("kind") && !narrow("object"))
            throw UsageError("the ignore rule fits every object")
                .at(place(rule))
                .with_hint("name a kind or an object, such as object = \"public.t.*\"");
    }

    const SettingsTable& table_;
    const std::string& file_;
};

} // namespace

SourceLocation place_of(const toml::source_region& region, const std::string& file) {
    return {.file = file,
            .line = static_cast<int>(region.begin.line),
            .column = static_cast<int>(region.begin.column)};
}

std::optional<std::vector<std::string>> texts_of(const toml::node& value) {
    if (const auto* text = value.as_string())
        return std::vector{text->get()};
    const auto* array = value.as_array();
    if (array == nullptr)
        return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& one : *array) {
        if (!one.is_string())
            return std::nullopt;
        texts.push_back(one.as_string()->get());
    }
    return texts;
}

bool holds_tables(const toml::table& table) {
    return !table.empty() &&
           std::ranges::all_of(table, [](const auto& one) { return one.second.is_table(); });
}

void check_settings(const SettingsTable& table, const toml::node& value, const std::string& file) {
    Checker(table, file).whole(value);
}

} // namespace pgmend::commands
