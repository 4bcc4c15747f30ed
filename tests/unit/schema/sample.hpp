#pragma once

#include "schema/model.hpp"

#include <utility>

namespace sample {

using pgmend::schema::Kind;
using pgmend::schema::Model;
using pgmend::schema::Object;
using pgmend::schema::ObjectId;

inline Object table(const std::string& name) {
    return {.id = {.kind = Kind::table, .schema = "public", .name = name},
            .attributes = {{.name = "owner", .value = "ann"}},
            .depends_on = {}};
}

inline Object column(const std::string& table, const std::string& name, const std::string& type,
                     int position = 1) {
    return {.id = {.kind = Kind::column, .schema = "public", .parent = table, .name = name},
            .attributes = {{.name = "position", .value = std::to_string(position)},
                           {.name = "type", .value = type}},
            .depends_on = {}};
}

inline Object index(const std::string& table, const std::string& name, const std::string& definition) {
    return {.id = {.kind = Kind::index, .schema = "public", .parent = table, .name = name},
            .attributes = {{.name = "definition", .value = definition}},
            .depends_on = {}};
}

inline Model model(std::vector<Object> objects) {
    Model model{.objects = std::move(objects), .unreadable = {}};
    model.sort();
    return model;
}

} // namespace sample
