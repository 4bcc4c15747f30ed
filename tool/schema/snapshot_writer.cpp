#include "schema/snapshot.hpp"

#include <nlohmann/json.hpp>

namespace pgmend::schema {
namespace {

std::string json_text(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_list(const std::vector<std::string>& list) {
    std::string out = "[";
    for (const auto& element : list)
        out += (out.size() > 1 ? ", " : "") + json_text(element);
    return out + ']';
}

std::string json_lines(std::string_view text) {
    std::string out = "{\"lines\": [";
    for (bool first = true;; first = false) {
        const auto end = text.find('\n');
        out += (first ? "\n      " : ",\n      ") + json_text(text.substr(0, end));
        if (end == std::string_view::npos)
            return out + "\n    ]}";
        text.remove_prefix(end + 1);
    }
}

std::string json_value(const Value& value) {
    if (const auto* list = std::get_if<std::vector<std::string>>(&value))
        return json_list(*list);
    const auto& text = std::get<std::string>(value);
    return text.find('\n') == std::string::npos ? json_text(text) : json_lines(text);
}

/// The members of an identity, without braces; empty ones are left out.
std::string json_id(const ObjectId& id) {
    std::string out = "\"kind\": " + json_text(to_string(id.kind));
    const auto member = [&](std::string_view key, const std::string& value) {
        if (!value.empty())
            out.append(", \"").append(key).append("\": ").append(json_text(value));
    };
    member("schema", id.schema);
    member("parent", id.parent);
    member("name", id.name);
    member("signature", id.signature);
    return out;
}

void write_object(std::string& out, const Object& object) {
    out += "  {" + json_id(object.id);
    if (!object.attributes.empty()) {
        out += ", \"attributes\": {";
        for (const auto& attribute : object.attributes) {
            out += &attribute == &object.attributes.front() ? "\n    " : ",\n    ";
            out += json_text(attribute.name) + ": " + json_value(attribute.value);
        }
        out += "\n  }";
    }
    if (!object.depends_on.empty()) {
        out += ", \"depends_on\": [";
        for (const auto& id : object.depends_on)
            out += (&id == &object.depends_on.front() ? "\n    {" : ",\n    {") + json_id(id) + '}';
        out += "\n  ]";
    }
    out += '}';
}

} // namespace

std::string to_snapshot(const Model& model) {
    std::string out = "{\n\"pgmend_snapshot\": " + std::to_string(snapshot_format) + ",\n";
    out += "\"server_version\": " + std::to_string(model.server_version) + ",\n\"objects\": [";
    for (const auto& object : model.objects) {
        out += &object == &model.objects.front() ? "\n" : ",\n";
        write_object(out, object);
    }
    out += "\n],\n\"unreadable\": [";
    for (const auto& item : model.unreadable) {
        out += &item == &model.unreadable.front() ? "\n" : ",\n";
        out += "  {" + json_id(item.object) + ", \"attribute\": " + json_text(item.attribute) + '}';
    }
    return out + "\n]\n}\n";
}

} // namespace pgmend::schema
