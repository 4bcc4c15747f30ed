#include "pg/parameters.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pgmend::pg {
namespace {

/// What a value looks like; the types that the server gave it stay there.
std::string_view look(std::string_view value) {
    const auto all = [&](std::string_view others) {
        return !value.empty() && std::ranges::all_of(value, [&](unsigned char c) {
            return std::isdigit(c) != 0 || others.find(static_cast<char>(c)) != std::string_view::npos;
        });
    };
    if (value == "t" || value == "f")
        return "boolean";
    if (all("-+.eE"))
        return "number";
    if (value.size() == 36 && all("abcdefABCDEF-"))
        return "uuid";
    if (value.size() >= 10 && value[4] == '-' && all("-:. T+Z"))
        return "time";
    return value.starts_with('{') && value.ends_with('}') ? "array or object" : "text";
}

} // namespace

void Parameters::add(double value) {
    values_.emplace_back(fmt::format("{}", value));
}

void Parameters::add(std::span<const std::string> values) {
    std::string text = "{";
    for (const auto& value : values) {
        if (text.size() > 1)
            text += ',';
        text += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\')
                text += '\\';
            text += c;
        }
        text += '"';
    }
    values_.emplace_back(std::move(text += '}'));
}

std::string Parameters::redacted() const {
    std::string text;
    for (std::size_t i = 0; i < values_.size(); ++i) {
        text += fmt::format("{}${} = ", i == 0 ? "" : ", ", i + 1);
        text += values_[i] ? fmt::format("{} bytes", values_[i]->size()) : "null";
    }
    return text;
}

std::string Parameters::describe(std::size_t number) const {
    const auto& value = values_.at(number);
    return value ? fmt::format("{} bytes, {}", value->size(), look(*value)) : "null";
}

std::vector<std::string> parse_array(std::string_view text) {
    std::vector<std::string> elements;
    if (text.size() <= 2)
        return elements;
    std::string element;
    bool quoted = false, was_quoted = false;
    const auto finish = [&] {
        elements.push_back(!was_quoted && element == "NULL" ? std::string() : std::move(element));
        element.clear();
        was_quoted = false;
    };
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && i + 2 < text.size()) {
            element += text[++i];
        } else if (c == '"') {
            quoted = !quoted;
            was_quoted = true;
        } else if (c == ',' && !quoted) {
            finish();
        } else {
            element += c;
        }
    }
    finish();
    return elements;
}

} // namespace pgmend::pg
