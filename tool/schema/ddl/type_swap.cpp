#include "schema/ddl/type_swap.hpp"

#include "base/quote.hpp"
#include "schema/ddl/kind_handler.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

/// The types to rename, those that are built on others first.
std::vector<ObjectId> swapped_types(const Writer& writer) {
    std::vector<ObjectId> order;
    std::set<ObjectId> seen;
    const std::function<void(const ObjectId&)> visit = [&](const ObjectId& id) {
        if (id.kind == Kind::extension || !writer.changes.renamed_for_swap.contains(id) ||
            !seen.insert(id).second)
            return;
        for (const auto& object : writer.from.objects) {
            const bool is_part = object.id.kind == Kind::attribute;
            if (!is_type(object.id.kind) && !is_part)
                continue;
            if (std::ranges::binary_search(object.depends_on, id))
                visit(is_part ? ObjectId{.kind = Kind::composite_type,
                                         .schema = object.id.schema,
                                         .name = object.id.parent}
                              : object.id);
        }
        order.push_back(id);
    };
    for (const auto& type : writer.changes.renamed_for_swap)
        visit(type);
    return order;
}

/// The multirange of a range, and the function of that name without arguments, block the new ones.
void rename_multirange(Writer& writer, const ObjectId& type) {
    const auto* range = writer.from.find(type);
    const auto parts = split_name(range == nullptr ? "" : range->text("multirange"));
    if (parts.size() != 2)
        return;
    const auto name = quote_qualified(parts[0], parts[1]);
    const auto old = quote_identifier(parts[1] + "__old");
    writer.add(type, fmt::format("ALTER TYPE {} RENAME TO {}", name, old));
    writer.add(type, fmt::format("ALTER FUNCTION {}() RENAME TO {}", name, old));
}

} // namespace

void rename_for_swap(Writer& writer) {
    for (const auto& type : swapped_types(writer)) {
        const auto keyword = handler_of(type.kind).keyword;
        writer.add(type, fmt::format("ALTER {} {} RENAME TO {}", keyword, name_of(type),
                                     quote_identifier(swap_name(type))));
        if (type.kind == Kind::range_type)
            rename_multirange(writer, type);
        auto renamed = type;
        renamed.name = swap_name(type);
        writer.add_late(type, fmt::format("DROP {} {}", keyword, name_of(renamed)));
    }
}

} // namespace pgmend::schema::ddl
