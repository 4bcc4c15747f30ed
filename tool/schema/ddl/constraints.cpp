#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"
#include "schema/ddl/parents.hpp"

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

/// The index behind a constraint.
const Object* index_of(const Model& model, const Object& constraint) {
    return model.find({.kind = Kind::index,
                       .schema = constraint.id.schema,
                       .parent = constraint.id.parent,
                       .name = constraint.id.name});
}

/// The parts of "UNIQUE NULLS NOT DISTINCT (a, b) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED".
struct Key {
    bool is_primary = false;
    std::string columns; ///< "(a, b) INCLUDE (c) NULLS NOT DISTINCT", as CREATE INDEX has it
    std::string timing;
};

Key key_of(std::string_view definition) {
    Key key;
    constexpr std::string_view distinct = "NULLS NOT DISTINCT ";
    key.is_primary = definition.starts_with("PRIMARY KEY ");
    definition.remove_prefix(definition.find_first_of(" ") + 1);
    if (key.is_primary)
        definition.remove_prefix(4);
    const bool nulls = definition.starts_with(distinct);
    if (nulls)
        definition.remove_prefix(distinct.size());
    const auto end = definition.rfind(')') + 1;
    key.columns = std::string(definition.substr(0, end)) + (nulls ? " NULLS NOT DISTINCT" : "");
    key.timing = definition.substr(end);
    return key;
}

/// What follows the definition: storage of the index.
std::string index_clauses(const Writer& writer, const Object& constraint) {
    const auto* index = index_of(writer.to, constraint);
    if (index == nullptr)
        return "";
    const auto options = settings(*index, "option.");
    std::string text = options.empty() ? "" : fmt::format(" WITH ({})", options);
    if (index->find("tablespace") != nullptr)
        text += " USING INDEX TABLESPACE " + quote_identifier(index->text("tablespace"));
    return text;
}

/// The definition with the index's clauses where the grammar wants them: behind the columns.
std::string full_definition(const Writer& writer, const Object& constraint) {
    const std::string definition(constraint.text("definition"));
    const auto type = constraint.text("type");
    const auto clauses = type == "check" || type == "foreign key" ? "" : index_clauses(writer, constraint);
    if (clauses.empty())
        return definition;
    auto end = std::string::npos;
    if (type == "exclude")
        end = definition.find(" WHERE (");
    if (end == std::string::npos)
        end = definition.rfind(')') + 1;
    return definition.substr(0, end) + clauses + definition.substr(end);
}

/// A foreign key locks both tables, as far as they are there already.
std::string key_lock(const Writer& writer, const Object& constraint) {
    constexpr std::string_view word = "REFERENCES ";
    std::string tables = writer.parent_survives(constraint.id) ? parent_of(constraint.id) : "";
    const auto definition = constraint.text("definition");
    const auto at = definition.find(word);
    if (at != std::string_view::npos) {
        const auto rest = definition.substr(at + word.size());
        const auto name = rest.substr(0, rest.find('('));
        const auto* other = writer.to_places.relation(name);
        if (other != nullptr && writer.survives(other->id) && name != tables)
            tables += (tables.empty() ? "" : " and ") + std::string(name);
    }
    return tables.empty() ? "" : lock_on(share_row_exclusive, tables);
}

/// The definition of a foreign key without DEFERRABLE and what follows, which can be altered.
std::string_view without_timing(std::string_view definition) {
    return definition.substr(0, definition.rfind(" DEFERRABLE"));
}

bool can_use_index(const Writer& writer, const Object& constraint) {
    const auto type = constraint.text("type");
    return (type == "primary key" || type == "unique") && writer.options.online &&
           writer.parent_survives(constraint.id) && !writer.is_partitioned(constraint.id) &&
           constraint.text("definition").find("WITHOUT OVERLAPS") == std::string_view::npos;
}

/// Whether a key that changes can be built beside the old one.
bool is_key_swapped(const Writer& writer, const ObjectId& id) {
    const auto* from = writer.from.find(id);
    const auto* to = writer.to.find(id);
    const auto is_key = [](const Object& one) {
        return one.text("type") == "primary key" || one.text("type") == "unique";
    };
    return from != nullptr && to != nullptr && writer.changes.of(id) == ObjectAction::recreate &&
           !writer.changes.recreated_for_others.contains(id) && is_key(*from) && is_key(*to) &&
           can_use_index(writer, *to);
}

/// A unique index made beside the writers; the constraint takes it over.
void add_by_index(Writer& writer, const Object& constraint) {
    const auto table = parent_of(constraint.id);
    const auto name = quote_identifier(constraint.id.name);
    const bool swapped = is_key_swapped(writer, constraint.id);
    auto built = constraint.id;
    if (swapped)
        built.name = constraint.id.name.substr(0, 57) + "__new";
    const auto index_name = quote_identifier(built.name);
    const auto key = key_of(constraint.text("definition"));
    const auto* index = index_of(writer.to, constraint);
    auto sql = fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} {}", index_name, table, key.columns);
    if (index != nullptr) {
        if (const auto options = settings(*index, "option."); !options.empty())
            sql += fmt::format(" WITH ({})", options);
        if (index->find("tablespace") != nullptr)
            sql += " TABLESPACE " + quote_identifier(index->text("tablespace"));
    }
    writer.add_alone(built, sql, lock_on(share_update_exclusive, table));
    if (swapped)
        writer.add(constraint.id, fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table, name),
                   lock_on(access_exclusive, table));
    // The index takes the constraint's name.
    writer.add(constraint.id,
               fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {} USING INDEX {}{}", table, name,
                           key.is_primary ? "PRIMARY KEY" : "UNIQUE", index_name, key.timing),
               lock_on(access_exclusive, table));
}

/// The names of the triggers behind a constraint are the server's, so they are looked up there. Switched off
/// are those of the constraint's own table, as DISABLE TRIGGER ALL does.
void switch_triggers(Writer& writer, const Object& constraint) {
    const auto state = constraint.text("triggers");
    if (state.find(',') != std::string_view::npos)
        return writer.cannot(
            fmt::format("the triggers of constraint {} have different states ({}): set them manually",
                        name_of(constraint.id), state));
    const auto table = parent_of(constraint.id);
    writer.add_late(
        constraint.id,
        fmt::format(
            "DO $pgmend$ DECLARE one record;\nBEGIN\n"
            "    FOR one IN SELECT t.tgrelid::pg_catalog.regclass AS place, t.tgname\n"
            "        FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_constraint k ON k.oid = t.tgconstraint\n"
            "        WHERE k.conrelid = {0}::pg_catalog.regclass AND k.conname = {1}{2}\n"
            "    LOOP\n"
            "        EXECUTE pg_catalog.format('ALTER TABLE %s {3} TRIGGER %I', one.place, one.tgname);\n"
            "    END LOOP;\nEND $pgmend$",
            quote_literal(table), quote_literal(constraint.id.name),
            state.empty() ? "" : " AND t.tgrelid = k.conrelid",
            state.empty()         ? "ENABLE"
            : state == "disabled" ? "DISABLE"
            : state == "replica"  ? "ENABLE REPLICA"
                                  : "ENABLE ALWAYS"),
        lock_on(share_row_exclusive, table));
}

} // namespace

std::string constraint_definition(Writer& writer, const Object& constraint) {
    return fmt::format("CONSTRAINT {} {}", quote_identifier(constraint.id.name),
                       full_definition(writer, constraint));
}

void create_constraint(Writer& writer, const Object& constraint) {
    if (const auto* kept = kept_index(writer, constraint.id);
        kept != nullptr && is_kept_as(writer, *kept, constraint))
        return;
    if (can_use_index(writer, constraint))
        return add_by_index(writer, constraint);
    const auto table = parent_of(constraint.id);
    const auto type = constraint.text("type");
    const bool foreign = type == "foreign key";
    const bool validated = constraint.find("validated") == nullptr;
    const bool can_wait = (type == "check" || foreign) && !(foreign && writer.is_partitioned(constraint.id));
    const bool in_two_steps =
        validated && can_wait && writer.options.online && writer.parent_survives(constraint.id);
    writer.add(constraint.id,
               fmt::format("ALTER TABLE {} ADD {}{}", table, constraint_definition(writer, constraint),
                           in_two_steps || !validated ? " NOT VALID" : ""),
               foreign                                 ? key_lock(writer, constraint)
               : writer.parent_survives(constraint.id) ? lock_on(access_exclusive, table)
                                                       : "");
    if (in_two_steps)
        writer.add_in_own_transaction(
            constraint.id,
            fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", table, quote_identifier(constraint.id.name)),
            lock_on(share_update_exclusive, table));
}

bool constraint_must_recreate(const Writer&, const Object& from, const Object& to) {
    if (!same(from, to, "definition") &&
        (to.text("type") != "foreign key" ||
         without_timing(from.text("definition")) != without_timing(to.text("definition"))))
        return true;
    return to.find("validated") != nullptr && !same(from, to, "validated");
}

void alter_constraint(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "definition")) {
        const auto definition = to.text("definition");
        const auto timing = definition.substr(without_timing(definition).size());
        writer.add(to.id,
                   fmt::format("ALTER TABLE {} ALTER CONSTRAINT {}{}", parent_of(to.id),
                               quote_identifier(to.id.name), timing.empty() ? " NOT DEFERRABLE" : timing),
                   lock_on(share_row_exclusive, parent_of(to.id)));
    }
    if (!same(from, to, "validated"))
        writer.add_in_own_transaction(to.id,
                                      fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", parent_of(to.id),
                                                  quote_identifier(to.id.name)),
                                      lock_on(share_update_exclusive, parent_of(to.id)));
    if (!same(from, to, "triggers"))
        switch_triggers(writer, to);
}

void drop_constraint(Writer& writer, const Object& constraint) {
    if (is_key_swapped(writer, constraint.id))
        return;
    const auto table = parent_of(constraint.id);
    writer.add(constraint.id,
               fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table, quote_identifier(constraint.id.name)),
               lock_on(access_exclusive, table));
}

} // namespace pgmend::schema::ddl
