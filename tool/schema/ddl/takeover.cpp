#include "schema/ddl/takeover.hpp"

#include "base/quote.hpp"
#include "schema/ddl/kinds.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

/// The column that a sequence gives its values: by identity, by ownership, or by a default.
const Object* fed_column(const Places& places, const Object& sequence) {
    for (const auto* attribute : {"identity_of", "owned_by"})
        if (const auto name = sequence.text(attribute); !name.empty())
            if (const auto* column = places.column(name))
                return column;
    for (const auto& object : places.model().objects)
        if (object.id.kind == Kind::column && object.text("default").starts_with("nextval(") &&
            std::ranges::binary_search(object.depends_on, sequence.id))
            return &object;
    return nullptr;
}

/// The sequence that gives a column its values.
const Object* feeder(const Places& places, const ObjectId& column) {
    for (const auto& object : places.model().objects)
        if (object.id.kind == Kind::sequence)
            if (const auto* fed = fed_column(places, object); fed != nullptr && fed->id == column)
                return &object;
    return nullptr;
}

bool is_identity(const Object& sequence) {
    return sequence.find("identity_of") != nullptr;
}

/// A sequence that is not what fed the column before: new, made again, or another one.
bool takes_over(const Writer& writer, const Object& sequence, const Object& column) {
    const auto* before = writer.from.find(column.id);
    if (before == nullptr || !writer.survives(column.id) || !writer.parent_survives(column.id))
        return false;
    const auto* old = feeder(writer.from_places, column.id);
    if (old != nullptr && is_identity(*old) && is_identity(sequence))
        return false; // it is renamed
    const bool same_object =
        old != nullptr && old->id == sequence.id && is_identity(*old) == is_identity(sequence);
    return !same_object || !writer.survives(sequence.id);
}

ObjectId aside(const Object& sequence) {
    auto id = sequence.id;
    id.name = sequence.id.name.substr(0, 58) + "__old";
    return id;
}

void set_position(Writer& writer, const Object& sequence, const Object& column, const Object* old) {
    const bool down = sequence.text("increment").starts_with('-');
    const auto name = quote_identifier(column.id.name);
    const auto [least, most] = sequence_limits(sequence);
    // A position counts only where a value has been taken.
    const auto rows =
        fmt::format("SELECT {}({}) AS at FROM {}", down ? "min" : "max", name, parent_of(column.id));
    const auto before = old == nullptr ? std::string()
                                       : fmt::format(" UNION ALL SELECT last_value FROM {} WHERE is_called",
                                                     name_of(aside(*old)));
    writer.add(sequence.id,
               fmt::format("SELECT pg_catalog.setval({0}, {1}(at)::bigint) FROM ({2}{3}) AS positions "
                           "HAVING {1}(at) BETWEEN {4} AND {5}",
                           quote_literal(name_of(sequence.id)), down ? "min" : "max", rows, before,
                           fmt::format("({})", least), most));
}

} // namespace

bool hands_over(const Writer& writer, const Object& sequence) {
    if (is_identity(sequence) || writer.survives(sequence.id))
        return false;
    const auto* column = fed_column(writer.from_places, sequence);
    if (column == nullptr)
        return false;
    const auto* after = feeder(writer.to_places, column->id);
    const auto* wanted = writer.to.find(column->id);
    return after != nullptr && wanted != nullptr && takes_over(writer, *after, *wanted);
}

void put_aside(Writer& writer, const Object& sequence) {
    writer.add(sequence.id, fmt::format("ALTER SEQUENCE {} OWNED BY NONE", name_of(sequence.id)));
    writer.add(sequence.id, fmt::format("ALTER SEQUENCE {} RENAME TO {}", name_of(sequence.id),
                                        quote_identifier(aside(sequence).name)));
}

void write_takeovers(Writer& writer) {
    for (const auto& sequence : writer.to.objects) {
        if (sequence.id.kind != Kind::sequence)
            continue;
        const auto* column = fed_column(writer.to_places, sequence);
        if (column == nullptr || !takes_over(writer, sequence, *column))
            continue;
        const auto* old = feeder(writer.from_places, column->id);
        set_position(writer, sequence, *column, old != nullptr && hands_over(writer, *old) ? old : nullptr);
    }
    for (const auto& sequence : writer.from.objects)
        if (sequence.id.kind == Kind::sequence && hands_over(writer, sequence))
            writer.add(sequence.id, "DROP SEQUENCE " + name_of(aside(sequence)));
}

} // namespace pgmend::schema::ddl
