#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

using Labels = std::vector<std::string>;

Labels labels(const Object& type) {
    const auto* value = type.find("labels");
    return value == nullptr ? Labels() : std::get<Labels>(*value);
}

/// Whether all of `some` are in `all`, in the same order.
bool is_part_in_order(const Labels& some, const Labels& all) {
    auto next = some.begin();
    for (const auto& label : all)
        if (next != some.end() && *next == label)
            ++next;
    return next == some.end();
}

/// "a = b, c = d" of those attributes that have a value.
struct Parameter {
    std::string_view name;
    std::string_view attribute;
    bool is_literal = false;
};

std::string parameters(const Object& object, std::initializer_list<Parameter> list) {
    std::string text;
    for (const auto& one : list) {
        if (object.find(one.attribute) == nullptr)
            continue;
        const std::string value(object.text(one.attribute));
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", one.name,
                            one.is_literal ? quote_literal(value) : value);
    }
    return text;
}

std::vector<const Object*> attributes_in_order(const Model& model, const ObjectId& type) {
    std::vector<const Object*> attributes;
    const ObjectId first{.kind = Kind::attribute, .schema = type.schema, .parent = type.name};
    for (auto at = std::ranges::lower_bound(model.objects, first, {}, &Object::id);
         at != model.objects.end() && at->id.kind == first.kind && at->id.schema == first.schema &&
         at->id.parent == first.parent;
         ++at)
        attributes.push_back(&*at);
    std::ranges::sort(attributes, {},
                      [](const Object* o) { return std::stoi("0" + std::string(o->text("position"))); });
    return attributes;
}

std::string_view storage_word(std::string_view letter) {
    return letter == "e" ? "external" : letter == "x" ? "extended" : letter == "m" ? "main" : "plain";
}

std::string collate(const Object& object) {
    return object.find("collation") == nullptr ? "" : fmt::format(" COLLATE {}", object.text("collation"));
}

} // namespace

void create_enum(Writer& writer, const Object& type) {
    std::string list;
    for (const auto& label : labels(type))
        list += (list.empty() ? "" : ", ") + quote_literal(label);
    writer.add(type.id, fmt::format("CREATE TYPE {} AS ENUM ({})", name_of(type.id), list));
}

bool enum_must_recreate(const Writer&, const Object& from, const Object& to) {
    return !is_part_in_order(labels(from), labels(to));
}

void alter_enum(Writer& writer, const Object& from, const Object& to) {
    const auto before = labels(from);
    const auto after = labels(to);
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (std::ranges::find(before, after[i]) != before.end())
            continue;
        std::string place;
        if (i > 0)
            place = " AFTER " + quote_literal(after[i - 1]);
        else if (!before.empty())
            place = " BEFORE " + quote_literal(before.front());
        // A new label cannot be used in the transaction that has made it.
        writer.add_alone_first(to.id, fmt::format("ALTER TYPE {} ADD VALUE {}{}", name_of(to.id),
                                                  quote_literal(after[i]), place));
    }
}

void create_composite(Writer& writer, const Object& type) {
    const auto attributes = attributes_in_order(writer.to, type.id);
    std::string list;
    for (const auto* attribute : attributes)
        list += fmt::format("{}{} {}{}", list.empty() ? "" : ", ", quote_identifier(attribute->id.name),
                            attribute->text("type"), collate(*attribute));
    writer.add(type.id, fmt::format("CREATE TYPE {} AS ({})", name_of(type.id), list));
}

bool order_can_be_reached(const Writer& writer, const ObjectId& composite_type) {
    std::vector<ObjectId> reached, wanted;
    for (const auto* one : attributes_in_order(writer.from, composite_type))
        if (writer.to.find(one->id) != nullptr)
            reached.push_back(one->id);
    for (const auto* one : attributes_in_order(writer.to, composite_type)) {
        wanted.push_back(one->id);
        if (writer.from.find(one->id) == nullptr)
            reached.push_back(one->id);
    }
    return reached == wanted;
}

void note_composite(Writer& writer, const Object& type) {
    if (!order_can_be_reached(writer, type.id))
        writer.cannot(
            fmt::format("the order of the attributes of {} cannot be changed while values of it are stored",
                        name_of(type.id)));
}

void create_attribute(Writer& writer, const Object& attribute) {
    const auto* type = writer.to_places.container(attribute);
    if (type == nullptr || !writer.survives(type->id))
        return;
    writer.add(attribute.id,
               fmt::format("ALTER TYPE {} ADD ATTRIBUTE {} {}{} CASCADE", parent_of(attribute.id),
                           quote_identifier(attribute.id.name), attribute.text("type"), collate(attribute)));
}

void alter_attribute(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "type") || !same(from, to, "collation"))
        writer.add(to.id, fmt::format("ALTER TYPE {} ALTER ATTRIBUTE {} TYPE {}{} CASCADE", parent_of(to.id),
                                      quote_identifier(to.id.name), to.text("type"), collate(to)));
}

void drop_attribute(Writer& writer, const Object& attribute) {
    writer.add(attribute.id,
               fmt::format("ALTER TYPE {} DROP ATTRIBUTE {} CASCADE", parent_of(attribute.id),
                           quote_identifier(attribute.id.name)),
               "", fmt::format("the values of {}", name_of(attribute.id)));
}

void create_domain(Writer& writer, const Object& domain) {
    auto sql =
        fmt::format("CREATE DOMAIN {} AS {}{}", name_of(domain.id), domain.text("type"), collate(domain));
    if (domain.find("default") != nullptr)
        sql += fmt::format(" DEFAULT {}", domain.text("default"));
    if (domain.find("not_null") != nullptr)
        sql += " NOT NULL";
    writer.add(domain.id, sql);
}

void detach_domain(Writer& writer, const Object& from, const Object& to) {
    if (writer.changes.without_default.contains(to.id) && from.find("default") != nullptr)
        writer.add(to.id, fmt::format("ALTER DOMAIN {} DROP DEFAULT", name_of(to.id)));
}

void alter_domain(Writer& writer, const Object& from, const Object& to) {
    const auto alter = "ALTER DOMAIN " + name_of(to.id);
    const bool gone = writer.changes.without_default.contains(to.id);
    if (gone ? to.find("default") != nullptr : !same(from, to, "default"))
        writer.add(to.id, to.find("default") == nullptr
                              ? alter + " DROP DEFAULT"
                              : fmt::format("{} SET DEFAULT {}", alter, to.text("default")));
    if (!same(from, to, "not_null"))
        writer.add(to.id, alter + (to.find("not_null") == nullptr ? " DROP NOT NULL" : " SET NOT NULL"));
}

void create_domain_constraint(Writer& writer, const Object& constraint) {
    const auto alter = "ALTER DOMAIN " + parent_of(constraint.id);
    const auto name = quote_identifier(constraint.id.name);
    const auto* domain = writer.to_places.container(constraint);
    const bool is_new = domain != nullptr && !writer.survives(domain->id);
    const bool validated = constraint.find("validated") == nullptr;
    const bool in_two_steps = validated && !is_new && writer.options.online;
    writer.add(constraint.id,
               fmt::format("{} ADD CONSTRAINT {} {}{}", alter, name, constraint.text("definition"),
                           validated && !in_two_steps ? "" : " NOT VALID"));
    if (in_two_steps)
        writer.add_in_own_transaction(constraint.id, fmt::format("{} VALIDATE CONSTRAINT {}", alter, name));
}

bool domain_constraint_must_recreate(const Writer&, const Object&, const Object& to) {
    return to.find("validated") != nullptr;
}

void alter_domain_constraint(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "validated"))
        writer.add_in_own_transaction(to.id, fmt::format("ALTER DOMAIN {} VALIDATE CONSTRAINT {}",
                                                         parent_of(to.id), quote_identifier(to.id.name)));
}

void drop_domain_constraint(Writer& writer, const Object& constraint) {
    writer.add(constraint.id, fmt::format("ALTER DOMAIN {} DROP CONSTRAINT {}", parent_of(constraint.id),
                                          quote_identifier(constraint.id.name)));
}

void create_range(Writer& writer, const Object& type) {
    // The canonical function takes the type itself: the type is a shell until then.
    if (type.find("canonical") != nullptr)
        writer.add(type.id, "CREATE TYPE " + name_of(type.id));
    writer.add(type.id, fmt::format("CREATE TYPE {} AS RANGE ({})", name_of(type.id),
                                    parameters(type, {{"SUBTYPE", "subtype"},
                                                      {"SUBTYPE_OPCLASS", "subtype_opclass"},
                                                      {"COLLATION", "collation"},
                                                      {"CANONICAL", "canonical"},
                                                      {"SUBTYPE_DIFF", "subtype_diff"},
                                                      {"MULTIRANGE_TYPE_NAME", "multirange"}})));
}

void create_base_type(Writer& writer, const Object& type) {
    if (type.find("shell") != nullptr)
        return writer.add(type.id, "CREATE TYPE " + name_of(type.id));
    auto list = parameters(type, {{"INPUT", "input"},
                                  {"OUTPUT", "output"},
                                  {"RECEIVE", "receive"},
                                  {"SEND", "send"},
                                  {"TYPMOD_IN", "typmod_in"},
                                  {"TYPMOD_OUT", "typmod_out"},
                                  {"ANALYZE", "analyze"},
                                  {"SUBSCRIPT", "subscript"},
                                  {"CATEGORY", "category", true},
                                  {"DELIMITER", "delimiter", true},
                                  {"ELEMENT", "element"},
                                  {"DEFAULT", "default", true}});
    const auto length = type.text("length");
    list += length == "-1" ? ", INTERNALLENGTH = VARIABLE" : fmt::format(", INTERNALLENGTH = {}", length);
    if (type.find("passed_by_value") != nullptr)
        list += ", PASSEDBYVALUE";
    if (type.find("preferred") != nullptr)
        list += ", PREFERRED = true";
    if (type.find("collatable") != nullptr)
        list += ", COLLATABLE = true";
    const auto alignment = type.text("alignment");
    list += fmt::format(", ALIGNMENT = {}", alignment == "c"   ? "char"
                                            : alignment == "s" ? "int2"
                                            : alignment == "d" ? "double"
                                                               : "int4");
    list += fmt::format(", STORAGE = {}", storage_word(type.text("storage")));
    writer.add(type.id, fmt::format("CREATE TYPE {} ({})", name_of(type.id), list));
}

/// Values that are stored out of line already are why none goes back to plain.
bool base_type_must_recreate(const Writer&, const Object& from, const Object& to) {
    return !same(from, to, "storage") && (to.text("storage") == "p" || from.text("storage") == "p");
}

void alter_base_type(Writer& writer, const Object& from, const Object& to) {
    std::string list;
    const auto add = [&](std::string_view name, std::string_view value) {
        list += fmt::format("{}{} = {}", list.empty() ? "" : ", ", name, value);
    };
    if (!same(from, to, "storage"))
        add("STORAGE", storage_word(to.text("storage")));
    for (const auto& [name, attribute, is_literal] : {Parameter{"RECEIVE", "receive"},
                                                      {"SEND", "send"},
                                                      {"TYPMOD_IN", "typmod_in"},
                                                      {"TYPMOD_OUT", "typmod_out"},
                                                      {"ANALYZE", "analyze"},
                                                      {"SUBSCRIPT", "subscript"}})
        if (!same(from, to, attribute))
            add(name, to.find(attribute) == nullptr ? "NONE" : to.text(attribute));
    if (!list.empty())
        writer.add(to.id, fmt::format("ALTER TYPE {} SET ({})", name_of(to.id), list));
}

void drop_base_type(Writer& writer, const Object& type) {
    writer.add(type.id, fmt::format("DROP TYPE {} CASCADE", name_of(type.id)));
}

void create_collation(Writer& writer, const Object& collation) {
    auto list = fmt::format("provider = {}", collation.text("provider"));
    const auto more = parameters(collation, {{"locale", "locale", true},
                                             {"lc_collate", "lc_collate", true},
                                             {"lc_ctype", "lc_ctype", true},
                                             {"rules", "rules", true}});
    list += (more.empty() ? "" : ", ") + more;
    if (collation.find("deterministic") != nullptr)
        list += ", deterministic = false";
    writer.add(collation.id, fmt::format("CREATE COLLATION {} ({})", name_of(collation.id), list));
}

} // namespace pgmend::schema::ddl
