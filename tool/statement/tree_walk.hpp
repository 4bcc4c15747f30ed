#pragma once

#include "statement/names.hpp"

#include <cstddef>

namespace pgmend::statement {

/// Calls `visit` for every message of a tree, beginning with the root. It uses the descriptors of the tree,
/// so that no type of node is forgotten. The Node messages, each of which only contains one of 260 others,
/// are skipped.
template <class Visit>
void walk(const ProtobufCMessage* message, Visit&& visit) {
    const auto member = [message]<class T>(unsigned offset, const T*) -> const T& {
        return *reinterpret_cast<const T*>(reinterpret_cast<const char*>(message) + offset);
    };
    const auto field = [&](const ProtobufCFieldDescriptor& one) {
        if (one.type != PROTOBUF_C_TYPE_MESSAGE)
            return;
        if (one.label == PROTOBUF_C_LABEL_REPEATED) {
            const auto size = member(one.quantifier_offset, static_cast<const std::size_t*>(nullptr));
            auto* const* list = member(one.offset, static_cast<ProtobufCMessage** const*>(nullptr));
            for (const auto* item : items(list, size))
                walk(item, visit);
        } else if (const auto* child =
                       member(one.offset, static_cast<const ProtobufCMessage* const*>(nullptr))) {
            walk(child, visit);
        }
    };
    const auto* type = message->descriptor;
    if (type == &pg_query__node__descriptor) {
        // Look up the type directly instead of trying each one.
        const auto which = reinterpret_cast<const Node*>(message)->node_case;
        if (const auto* one = protobuf_c_message_descriptor_get_field(type, which))
            field(*one);
        return;
    }
    visit(message);
    for (unsigned i = 0; i < type->n_fields; ++i)
        if ((type->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0)
            field(type->fields[i]);
}

} // namespace pgmend::statement
