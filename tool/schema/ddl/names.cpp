#include "schema/ddl/names.hpp"

#include "base/quote.hpp"

#include <algorithm>

namespace pgmend::schema::ddl {
namespace {

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \n\t");
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(" \n\t") - first + 1));
}

/// The place after a quoted piece that begins at `at`.
std::size_t after_quote(std::string_view text, std::size_t at) {
    const auto end = text.find(text[at], at + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
}

} // namespace

std::string name_of(const ObjectId& id) {
    switch (id.kind) {
    case Kind::function:
    case Kind::procedure:
        return quote_qualified(id.schema, id.name) + id.signature;
    case Kind::aggregate:
        return quote_qualified(id.schema, id.name) + (id.signature == "()" ? "(*)" : id.signature);
    case Kind::operator_:
        return quote_identifier(id.schema) + "." + id.name + " " + id.signature;
    case Kind::operator_class:
    case Kind::operator_family:
        return quote_qualified(id.schema, id.name) + " " + id.signature;
    case Kind::column:
    case Kind::attribute:
        return parent_of(id) + "." + quote_identifier(id.name);
    case Kind::constraint:
    case Kind::trigger:
    case Kind::rule:
    case Kind::policy:
        return quote_identifier(id.name) + " ON " + parent_of(id);
    case Kind::domain_constraint:
        return quote_identifier(id.name) + " ON DOMAIN " + parent_of(id);
    case Kind::cast:
        return "(" + id.name + ")";
    case Kind::transform:
        return "FOR " + id.name;
    case Kind::user_mapping:
        return "FOR " + (id.name == "public" ? "PUBLIC" : quote_identifier(id.name)) + " SERVER " +
               quote_identifier(id.parent);
    case Kind::privileges:
    case Kind::publication_table:
    case Kind::other:
        return id.name;
    default:
        return quote_qualified(id.schema, id.name);
    }
}

std::string parent_of(const ObjectId& id) {
    return quote_qualified(id.schema, id.parent);
}

std::vector<std::string> split_name(std::string_view text) {
    std::vector<std::string> parts(1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '.') {
            parts.emplace_back();
        } else if (text[at] == '"') {
            for (++at; at < text.size(); ++at) {
                if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"'))
                    break;
                parts.back() += text[at];
                at += text[at] == '"' ? 1 : 0;
            }
        } else {
            parts.back() += text[at];
        }
    }
    return parts;
}

std::vector<std::string> split_list(std::string_view text, char separator) {
    std::vector<std::string> items;
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '\'' || c == '"') {
            at = after_quote(text, at);
            continue;
        }
        depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        if (c == separator && depth == 0) {
            items.push_back(trimmed(text.substr(begin, at - begin)));
            begin = at + 1;
        }
        ++at;
    }
    if (auto last = trimmed(text.substr(begin)); !last.empty() || !items.empty())
        items.push_back(std::move(last));
    return items;
}

bool mentions(std::string_view text, std::string_view identifier) {
    const auto word = quote_identifier(identifier);
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end])))
            return true;
    }
    return false;
}

bool mentions(const Object& object, std::string_view identifier) {
    return std::ranges::any_of(object.attributes, [&](const Attribute& attribute) {
        return attribute.name != "comment" && mentions(display(attribute.value), identifier);
    });
}

bool same(const Object& a, const Object& b, std::string_view attribute) {
    const auto* x = a.find(attribute);
    const auto* y = b.find(attribute);
    return (x == nullptr) == (y == nullptr) && (x == nullptr || *x == *y);
}

bool in_list(std::string_view list, std::string_view attribute) {
    while (!list.empty()) {
        const auto end = std::min(list.find(' '), list.size());
        const auto item = list.substr(0, end);
        if (item == attribute ||
            (item.ends_with(".*") && attribute.starts_with(item.substr(0, item.size() - 1))))
            return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

std::vector<std::string> parents_of(const Object& table) {
    std::vector<std::string> names;
    if (!is_relation(table.id.kind))
        return names;
    if (const auto* inherits = table.find("inherits"))
        names = std::get<std::vector<std::string>>(*inherits);
    if (table.find("partition_of") != nullptr)
        names.emplace_back(table.text("partition_of"));
    return names;
}

std::string replayable(std::string text) {
    for (const std::string_view any : {")::text = ANY ((ARRAY[", ")::text <> ALL ((ARRAY["}) {
        constexpr std::string_view end = "])::text[])";
        for (auto at = text.find(any); at != std::string::npos; at = text.find(any, at + 1)) {
            const auto list = at + any.size();
            const auto stop = text.find(end, list);
            // The operand: back to the parenthesis that the one before ::text closes.
            int depth = 1;
            auto open = at;
            while (open > 0 && depth > 0) {
                --open;
                depth += text[open] == ')' ? 1 : text[open] == '(' ? -1 : 0;
            }
            if (stop == std::string::npos || depth != 0)
                continue;
            text.replace(stop, end.size(), "])");
            const auto op = any.substr(7, any.size() - 7 - 8); // " = ANY "
            text.replace(at, any.size(), ")" + std::string(op) + "(ARRAY[");
            at = open;
        }
    }
    return text;
}

std::string without_semicolon(std::string_view text) {
    auto plain = trimmed(text);
    if (plain.ends_with(';'))
        plain.pop_back();
    return plain;
}

bool is_relation(Kind kind) {
    return kind == Kind::table || kind == Kind::foreign_table || kind == Kind::view ||
           kind == Kind::materialized_view;
}

bool is_type(Kind kind) {
    return kind == Kind::enum_type || kind == Kind::composite_type || kind == Kind::domain ||
           kind == Kind::range_type || kind == Kind::base_type || kind == Kind::collation ||
           kind == Kind::extension;
}

Places::Places(const Model& model) : model_(model) {
    for (const auto& object : model.objects)
        if (is_relation(object.id.kind))
            relations_.emplace(
                std::pair(std::string_view(object.id.schema), std::string_view(object.id.name)), &object);
}

const Object* Places::relation(std::string_view schema, std::string_view name) const {
    const auto found = relations_.find({schema, name});
    return found == relations_.end() ? nullptr : found->second;
}

const Object* Places::relation(std::string_view qualified) const {
    const auto parts = split_name(qualified);
    return parts.size() == 2 ? relation(parts[0], parts[1]) : nullptr;
}

const Object* Places::column(std::string_view qualified) const {
    const auto parts = split_name(qualified);
    if (parts.size() != 3)
        return nullptr;
    return model_.find({.kind = Kind::column, .schema = parts[0], .parent = parts[1], .name = parts[2]});
}

const Object* Places::container(const Object& object) const {
    const auto& id = object.id;
    switch (id.kind) {
    case Kind::column:
    case Kind::constraint:
    case Kind::trigger:
    case Kind::rule:
    case Kind::policy:
        return relation(id.schema, id.parent);
    case Kind::index:
        if (const auto owner = object.text("constraint"); !owner.empty())
            return model_.find({.kind = Kind::constraint,
                                .schema = id.schema,
                                .parent = id.parent,
                                .name = std::string(owner)});
        return relation(id.schema, id.parent);
    case Kind::sequence:
        if (const auto owner = object.text("identity_of"); !owner.empty())
            return column(owner);
        return object.find("owned_by") != nullptr ? column(object.text("owned_by")) : nullptr;
    case Kind::attribute:
        return model_.find({.kind = Kind::composite_type, .schema = id.schema, .name = id.parent});
    case Kind::domain_constraint:
        return model_.find({.kind = Kind::domain, .schema = id.schema, .name = id.parent});
    case Kind::user_mapping:
        return model_.find({.kind = Kind::server, .name = id.parent});
    case Kind::publication_table:
    case Kind::publication_schema:
        return model_.find({.kind = Kind::publication, .name = id.parent});
    default:
        return nullptr;
    }
}

} // namespace pgmend::schema::ddl
