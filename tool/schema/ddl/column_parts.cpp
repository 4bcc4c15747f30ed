#include "schema/ddl/column_parts.hpp"

#include "base/quote.hpp"

#include <fmt/format.h>

namespace pgmend::schema::ddl {

std::string collate(const Object& column) {
    return column.find("collation") == nullptr ? "" : fmt::format(" COLLATE {}", column.text("collation"));
}

const Object* sequence_of(const Writer& writer, const Object& column) {
    for (const auto& object : writer.to.objects)
        if (object.id.kind == Kind::sequence && object.id.schema == column.id.schema &&
            object.find("identity_of") != nullptr &&
            writer.to_places.column(object.text("identity_of")) == &column)
            return &object;
    return nullptr;
}

std::string identity(const Writer& writer, const Object& column) {
    auto text = fmt::format(" GENERATED {} AS IDENTITY",
                            column.text("identity") == "always" ? "ALWAYS" : "BY DEFAULT");
    const auto* sequence = sequence_of(writer, column);
    if (sequence == nullptr)
        return text;
    // The type of the sequence is that of the column.
    auto bare = *sequence;
    bare.erase("type");
    std::string options;
    if (sequence->id.name != column.id.parent + "_" + column.id.name + "_seq")
        options = " SEQUENCE NAME " + name_of(sequence->id);
    options += sequence_parameters(bare);
    return options.empty() ? text : fmt::format("{} ({})", text, options.substr(1));
}

bool is_loose(const Object& column) {
    return column.find("not_null_validated") != nullptr || column.find("not_null_no_inherit") != nullptr;
}

std::string not_null_name(const Object& column) {
    return column.find("not_null_name") != nullptr
               ? std::string(column.text("not_null_name"))
               : fmt::format("{}_{}_not_null", column.id.parent, column.id.name);
}

std::string add_not_null(const Object& column) {
    return fmt::format("ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {}{}{}", parent_of(column.id),
                       quote_identifier(not_null_name(column)), quote_identifier(column.id.name),
                       column.find("not_null_no_inherit") != nullptr ? " NO INHERIT" : "",
                       column.find("not_null_validated") != nullptr ? " NOT VALID" : "");
}

bool is_in_partition_key(const Model& model, const Object& column) {
    const auto* table =
        model.find({.kind = Kind::table, .schema = column.id.schema, .name = column.id.parent});
    return table != nullptr && mentions(table->text("partition_key"), column.id.name);
}

bool follows_type(const Writer& writer, const Object& column) {
    const auto* before = writer.from_places.container(column);
    const auto* after = writer.to_places.container(column);
    if (before == nullptr || after == nullptr || after->find("of_type") == nullptr ||
        !same(*before, *after, "of_type"))
        return false;
    const auto names = split_name(after->text("of_type"));
    return names.size() == 2 &&
           writer.survives({.kind = Kind::composite_type, .schema = names[0], .name = names[1]});
}

} // namespace pgmend::schema::ddl
