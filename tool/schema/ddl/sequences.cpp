#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <limits>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

struct Parameter {
    std::string_view attribute;
    std::string_view with_value; ///< {} = the value
    std::string_view without;
};

/// A value that is not said is the one that CREATE SEQUENCE takes by itself.
constexpr Parameter table[] = {{"type", "AS {}", "AS bigint"},
                               {"increment", "INCREMENT BY {}", "INCREMENT BY 1"},
                               {"minimum", "MINVALUE {}", "NO MINVALUE"},
                               {"maximum", "MAXVALUE {}", "NO MAXVALUE"},
                               {"cache", "CACHE {}", "CACHE 1"}};

std::string clause(const Parameter& parameter, const Object& sequence) {
    const auto value = sequence.text(parameter.attribute);
    return value.empty() ? std::string(parameter.without)
                         : fmt::format(fmt::runtime(parameter.with_value), value);
}

/// Where the sequence starts when nothing is said: its first value in its direction.
std::string usual_start(const Object& sequence) {
    const bool down = sequence.text("increment").starts_with('-');
    const auto limit = sequence.text(down ? "maximum" : "minimum");
    return limit.empty() ? (down ? "-1" : "1") : std::string(limit);
}

bool are_disjoint(const Object& a, const Object& b) {
    const auto [a_min, a_max] = sequence_limits(a);
    const auto [b_min, b_max] = sequence_limits(b);
    return a_max < b_min || b_max < a_min;
}

/// A sequence that stands outside its new limits is brought to the nearest: else the server refuses them.
void keep_within(Writer& writer, const Object& sequence) {
    const auto [min_value, max_value] = sequence_limits(sequence);
    const auto value = fmt::format("greatest({}, least({}, last_value))", min_value, max_value);
    if (writer.survives(sequence.id))
        writer.add(sequence.id,
                   fmt::format("SELECT pg_catalog.setval({}, {}, is_called) FROM {}",
                               quote_literal(name_of(sequence.id)), value, name_of(sequence.id)));
}

/// The sequence of the same identity column, which stays one, under its old name.
const Object* same_identity(const Writer& writer, const Object& sequence) {
    const auto* column = writer.to_places.column(sequence.text("identity_of"));
    if (column == nullptr || !writer.survives(column->id))
        return nullptr;
    for (const auto& object : writer.from.objects)
        if (object.id.kind == Kind::sequence && object.id != sequence.id &&
            object.text("identity_of") == sequence.text("identity_of"))
            return &object;
    return nullptr;
}

void rename_identity(Writer& writer, const Object& from, const Object& to) {
    writer.add(to.id,
               fmt::format("ALTER SEQUENCE {} RENAME TO {}", name_of(from.id), quote_identifier(to.id.name)));
    auto renamed = from;
    renamed.id = to.id;
    alter_sequence(writer, renamed, to);
}

bool is_linked(const Object& sequence) {
    return sequence.find("owned_by") != nullptr || sequence.find("identity_of") != nullptr;
}

} // namespace

std::pair<long long, long long> sequence_limits(const Object& sequence) {
    const auto type = sequence.text("type");
    const long long max_value = type == "smallint"  ? 32767
                                : type == "integer" ? 2147483647
                                                    : std::numeric_limits<long long>::max();
    const bool down = sequence.text("increment").starts_with('-');
    const auto limit = [&](const char* attribute, long long usual) {
        return sequence.find(attribute) == nullptr ? usual
                                                   : std::stoll(std::string(sequence.text(attribute)));
    };
    return {limit("minimum", down ? -max_value - 1 : 1), limit("maximum", down ? -1 : max_value)};
}

std::string sequence_parameters(const Object& sequence) {
    std::string text;
    for (const auto& parameter : table)
        if (sequence.find(parameter.attribute) != nullptr)
            text += ' ' + clause(parameter, sequence);
    if (sequence.find("start") != nullptr)
        text += fmt::format(" START WITH {}", sequence.text("start"));
    if (sequence.find("cycle") != nullptr)
        text += " CYCLE";
    return text;
}

void create_sequence(Writer& writer, const Object& sequence) {
    if (sequence.find("identity_of") != nullptr) {
        if (const auto* before = same_identity(writer, sequence))
            rename_identity(writer, *before, sequence);
        return; // comes with its column
    }
    writer.add(sequence.id, fmt::format("CREATE {}SEQUENCE {}{}",
                                        sequence.text("persistence") == "unlogged" ? "UNLOGGED " : "",
                                        name_of(sequence.id), sequence_parameters(sequence)));
    if (sequence.find("owned_by") != nullptr)
        writer.add_late(sequence.id, fmt::format("ALTER SEQUENCE {} OWNED BY {}", name_of(sequence.id),
                                                 sequence.text("owned_by")));
}

void alter_sequence(Writer& writer, const Object& from, const Object& to) {
    std::string changes;
    for (const auto& parameter : table)
        if (!same(from, to, parameter.attribute))
            changes += ' ' + clause(parameter, to);
    // The limits of a type go with it, unless they are said.
    if (!same(from, to, "type") && same(from, to, "maximum"))
        changes += ' ' + clause(table[3], to);
    const auto start = [](const Object& o) {
        return o.find("start") != nullptr ? std::string(o.text("start")) : usual_start(o);
    };
    if (start(from) != start(to))
        changes += " START WITH " + start(to);
    if (!same(from, to, "cycle"))
        changes += to.find("cycle") == nullptr ? " NO CYCLE" : " CYCLE";
    const auto lock = lock_on(share_row_exclusive, name_of(to.id));
    const bool disjoint = are_disjoint(from, to);
    if (!disjoint && sequence_limits(from) != sequence_limits(to))
        keep_within(writer, to);
    if (!changes.empty())
        writer.add(to.id,
                   fmt::format("ALTER SEQUENCE {}{}{}", name_of(to.id), changes, disjoint ? " RESTART" : ""),
                   lock, disjoint ? fmt::format("the position of {}", name_of(to.id)) : "");
    if (!same(from, to, "persistence"))
        writer.add(to.id,
                   fmt::format("ALTER SEQUENCE {} SET {}", name_of(to.id),
                               to.text("persistence") == "unlogged" ? "UNLOGGED" : "LOGGED"),
                   lock_on(access_exclusive, name_of(to.id)));
    if (!same(from, to, "owned_by") && to.find("owned_by") != nullptr)
        writer.add_late(
            to.id, fmt::format("ALTER SEQUENCE {} OWNED BY {}", name_of(to.id), to.text("owned_by")), lock);
}

void detach_sequence(Writer& writer, const Object& from, const Object& to) {
    if (is_linked(from) && !same(from, to, "owned_by"))
        writer.add(to.id, fmt::format("ALTER SEQUENCE {} OWNED BY NONE", name_of(to.id)));
}

void drop_sequence(Writer& writer, const Object& sequence) {
    if (sequence.find("identity_of") != nullptr)
        return; // goes with the column's identity
    writer.add(sequence.id, "DROP SEQUENCE " + name_of(sequence.id), "",
               fmt::format("the position of {}", name_of(sequence.id)));
}

} // namespace pgmend::schema::ddl
