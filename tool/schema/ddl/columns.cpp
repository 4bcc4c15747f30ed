#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

std::string collate(const Object& column) {
    return column.find("collation") == nullptr ? "" : fmt::format(" COLLATE {}", column.text("collation"));
}

/// The sequence behind an identity column.
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

/// A type without length and precision: "character varying(20)" → "character varying".
std::string family_of(std::string_view type) {
    std::string name(type);
    const auto open = name.find('(');
    if (open != std::string::npos)
        name.erase(open, name.find(')') - open + 1);
    return name;
}

bool is_text(std::string_view family) {
    constexpr auto names =
        std::to_array<std::string_view>({"text", "character varying", "character", "name", "\"char\""});
    return std::ranges::find(names, family) != names.end();
}

int width(std::string_view family) {
    constexpr auto order = std::to_array<std::string_view>(
        {"smallint", "integer", "bigint", "numeric", "real", "double precision"});
    const auto at = std::ranges::find(order, family);
    return at == order.end() ? -1 : static_cast<int>(at - order.begin());
}

/// Whether every value of the one type is the same in the other.
bool keeps_values(std::string_view from, std::string_view to) {
    const auto a = family_of(from);
    const auto b = family_of(to);
    if (is_text(b) && (b == to || (is_text(a) && b != "name")))
        return true; // what is too long makes it fail
    if (a == b)
        return from == to || b == to;
    return width(a) >= 0 && width(a) < width(b) && b == to;
}

/// An explicit cast cuts off what is too long; between texts the assignment that fails is right.
std::string using_clause(const Writer& writer, const Object& from, const Object& to) {
    const auto name = quote_identifier(to.id.name);
    const auto type = to.text("type");
    const bool aside = std::ranges::any_of(
        from.depends_on, [&](const ObjectId& need) { return writer.fates.put_aside.contains(need); });
    if (aside)
        return fmt::format(" USING {}::text{}::{}", name, type.ends_with("[]") ? "[]" : "", type);
    const auto a = family_of(from.text("type"));
    const auto b = family_of(type);
    if (a == b || is_text(b) || (width(a) >= 0 && width(b) >= 0))
        return "";
    // Types of users, enums for one, go by way of their texts.
    if (!is_text(a) && (a.find('.') != std::string::npos || b.find('.') != std::string::npos))
        return fmt::format(" USING {}::text{}::{}", name, type.ends_with("[]") ? "[]" : "", type);
    if (!is_text(a) && (a == "boolean" || width(a) < 0) && width(b) >= 0)
        return fmt::format(" USING {}::text::{}", name, type);
    return fmt::format(" USING {}::{}", name, type);
}

class ColumnChange {
  public:
    ColumnChange(Writer& writer, const Object& from, const Object& to)
        : writer_(writer), from_(from), to_(to), table_(parent_of(to.id)),
          name_(quote_identifier(to.id.name)), lock_(lock_on(access_exclusive, table_)) {}

    void run() {
        change_type();
        change_generation();
        change_default();
        change_not_null();
        change_physical();
    }

  private:
    bool differs(std::string_view attribute) const { return !same(from_, to_, attribute); }

    void alter(const std::string& what, std::string loss = {}) {
        writer_.add(to_.id, fmt::format("ALTER TABLE {} ALTER COLUMN {} {}", table_, name_, what), lock_,
                    std::move(loss));
    }
    /// Without the children, which are told for themselves.
    void alter_only(const std::string& what, const std::string& lock) {
        writer_.add(to_.id, fmt::format("ALTER TABLE ONLY {} ALTER COLUMN {} {}", table_, name_, what), lock);
    }

    /// Whether the parent table's own change has done it.
    bool follows_parent(std::string_view attribute) const {
        return to_.find("inherited") != nullptr && parent_changes(attribute);
    }

    bool parent_changes(std::string_view attribute) const {
        const auto* table = writer_.to_places.container(to_);
        if (table == nullptr)
            return false;
        const auto* before_table = writer_.from_places.container(from_);
        if (before_table == nullptr)
            return false;
        return std::ranges::any_of(parents_of(*before_table), [&](const std::string& name) {
            const auto* parent = writer_.to_places.relation(name);
            if (parent == nullptr)
                return false;
            const ObjectId id{.kind = Kind::column,
                              .schema = parent->id.schema,
                              .parent = parent->id.name,
                              .name = to_.id.name};
            const auto* before = writer_.from.find(id);
            const auto* after = writer_.to.find(id);
            return before != nullptr && after != nullptr &&
                   (!same(*before, *after, attribute) ||
                    (attribute == "type" && writer_.fates.retyped.contains(id)));
        });
    }

    bool retypes() const {
        return writer_.fates.retyped.contains(to_.id) && writer_.stays(to_.id) && !follows_parent("type");
    }

    void change_type() {
        if (!retypes())
            return;
        if (from_.find("default") != nullptr && !writer_.fates.without_default.contains(to_.id)) {
            alter("DROP DEFAULT"); // it may not be castable by itself
            had_default_ = false;
        }
        const auto before = from_.text("type");
        const auto after = to_.text("type");
        alter(fmt::format("TYPE {}{}{}", after, collate(to_), using_clause(writer_, from_, to_)),
              keeps_values(before, after)
                  ? ""
                  : fmt::format("what {} cannot say of the values of {}", after, name_of(to_.id)));
        is_retyped_ = true;
    }

    void change_generation() {
        if (differs("generated")) {
            if (to_.find("generated") == nullptr)
                alter("DROP EXPRESSION");
            else
                alter(fmt::format("SET EXPRESSION AS ({})", to_.text("generated")));
        }
        if (!differs("identity"))
            return;
        if (to_.find("identity") == nullptr)
            return; // detached before the drops
        if (from_.find("identity") != nullptr)
            return alter(
                fmt::format("SET GENERATED {}", to_.text("identity") == "always" ? "ALWAYS" : "BY DEFAULT"));
        if (from_.find("default") != nullptr && had_default_ &&
            !writer_.fates.without_default.contains(to_.id))
            alter("DROP DEFAULT");
        had_default_ = false;
        if (to_.find("not_null") != nullptr && from_.find("not_null") == nullptr)
            set_not_null();
        is_not_null_set_ = true;
        alter("ADD" + identity(writer_, to_));
        if (const auto* sequence = sequence_of(writer_, to_))
            writer_.add(
                sequence->id,
                fmt::format("SELECT pg_catalog.setval({}, max({})) FROM {} HAVING max({}) IS NOT NULL",
                            quote_literal(name_of(sequence->id)), name_, table_, name_));
    }

    void change_default() {
        const bool gone = !had_default_ || writer_.fates.without_default.contains(to_.id);
        if (!gone && !differs("default") && !is_retyped_)
            return;
        const auto* wanted = to_.find("default");
        if (wanted != nullptr && (gone || differs("default")))
            alter_only(fmt::format("SET DEFAULT {}", to_.text("default")), lock_);
        else if (wanted == nullptr && !gone && from_.find("default") != nullptr)
            alter_only("DROP DEFAULT", lock_);
    }

    void change_not_null() {
        if (!differs("not_null") || is_not_null_set_ || follows_parent("not_null"))
            return;
        if (to_.find("not_null") == nullptr)
            alter("DROP NOT NULL");
        else
            set_not_null();
    }

    /// With a valid CHECK that says so the server needs no look at the rows under the exclusive lock.
    void set_not_null() {
        const auto* table = writer_.to_places.container(to_);
        const bool check = writer_.options.online && table != nullptr && table->id.kind == Kind::table &&
                           table->find("partition_key") == nullptr && writer_.stays(table->id);
        if (!check)
            return alter("SET NOT NULL");
        const auto constraint =
            quote_identifier(to_.id.parent.substr(0, 20) + "_" + to_.id.name.substr(0, 20) + "_is_not_null");
        writer_.add(to_.id,
                    fmt::format("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({} IS NOT NULL) NOT VALID", table_,
                                constraint, name_),
                    lock_);
        writer_.add_apart(to_.id, fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", table_, constraint),
                          lock_on(share_update_exclusive, table_));
        alter("SET NOT NULL");
        writer_.add(to_.id, fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table_, constraint), lock_);
    }

    void change_physical() {
        if (differs("storage"))
            alter_only(fmt::format("SET STORAGE {}", to_.find("storage") == nullptr
                                                         ? usual_storage()
                                                         : std::string(to_.text("storage"))),
                       lock_);
        if (differs("compression"))
            alter_only(fmt::format("SET COMPRESSION {}",
                                   to_.find("compression") == nullptr ? "default" : to_.text("compression")),
                       lock_);
        const auto light = lock_on(share_update_exclusive, table_);
        if (differs("statistics"))
            alter_only(fmt::format("SET STATISTICS {}",
                                   to_.find("statistics") == nullptr ? "-1" : to_.text("statistics")),
                       light);
        alter_settings(writer_, from_, to_, "option.",
                       fmt::format("ALTER TABLE ONLY {} ALTER COLUMN {}", table_, name_), light);
        if (const auto options = foreign_option_changes(writer_, from_, to_); !options.empty())
            alter(options.substr(1));
    }

    /// The storage that the type has by itself: DEFAULT says so since version 16.
    std::string usual_storage() const {
        if (writer_.major() >= 16)
            return "DEFAULT";
        const auto family = family_of(to_.text("type"));
        return family == "numeric" || family == "inet" || family == "cidr" ? "MAIN" : "EXTENDED";
    }

    Writer& writer_;
    const Object& from_;
    const Object& to_;
    std::string table_, name_, lock_;
    bool had_default_ = true;
    bool is_retyped_ = false;
    bool is_not_null_set_ = false;
};

bool is_in_view(const Writer& writer, const Object& column) {
    const auto* place = writer.to_places.container(column);
    return place != nullptr && (place->id.kind == Kind::view || place->id.kind == Kind::materialized_view);
}

/// Whether the parent table gets the column, and this one with it.
bool comes_from_parent(const Writer& writer, const Object& column, const Places& places) {
    const auto* table = places.container(column);
    if (table == nullptr || column.find("inherited") == nullptr)
        return false;
    const auto* before = writer.from.find(table->id);
    return std::ranges::any_of(parents_of(*table), [&](const std::string& name) {
        const auto* parent = places.relation(name);
        // A table that is attached only later has its columns by itself.
        const bool attached = before != nullptr && std::ranges::count(parents_of(*before), name) > 0;
        return attached && parent != nullptr &&
               !writer.stays({.kind = Kind::column,
                              .schema = parent->id.schema,
                              .parent = parent->id.name,
                              .name = column.id.name});
    });
}

} // namespace

std::string column_constraints(Writer& writer, const Object& column) {
    std::string sql;
    if (column.find("generated") != nullptr)
        sql += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.text("generated"),
                           column.find("virtual") != nullptr ? "VIRTUAL" : "STORED");
    if (column.find("identity") != nullptr)
        sql += identity(writer, column);
    if (column.find("default") != nullptr)
        sql += fmt::format(" DEFAULT {}", column.text("default"));
    if (column.find("not_null") != nullptr)
        sql += " NOT NULL";
    return sql;
}

std::string column_definition(Writer& writer, const Object& column) {
    auto sql = fmt::format("{} {}", quote_identifier(column.id.name), column.text("type"));
    return sql + foreign_options(writer, column) + collate(column) + column_constraints(writer, column);
}

void create_column(Writer& writer, const Object& column) {
    if (is_in_view(writer, column) || !writer.parent_stays(column.id))
        return;
    if (comes_from_parent(writer, column, writer.to_places))
        return;
    const auto table = parent_of(column.id);
    writer.add(column.id,
               fmt::format("ALTER TABLE {} ADD COLUMN {}", table, column_definition(writer, column)),
               lock_on(access_exclusive, table));
}

void alter_column(Writer& writer, const Object& from, const Object& to) {
    ColumnChange(writer, from, to).run();
}

bool column_must_rebuild(const Writer& writer, const Object& from, const Object& to) {
    if (is_in_view(writer, to))
        return false;
    const bool expression = !same(from, to, "generated") && to.find("generated") != nullptr;
    return expression && (from.find("generated") == nullptr || writer.major() < 17);
}

void detach_column(Writer& writer, const Object& from, const Object& to) {
    const auto alter =
        fmt::format("ALTER TABLE {} ALTER COLUMN {}", parent_of(to.id), quote_identifier(to.id.name));
    const auto lock = lock_on(access_exclusive, parent_of(to.id));
    if (writer.fates.without_default.contains(to.id) && from.find("default") != nullptr)
        writer.add(to.id, alter + " DROP DEFAULT", lock);
    if (from.find("identity") != nullptr && to.find("identity") == nullptr)
        writer.add(to.id, alter + " DROP IDENTITY", lock);
}

void drop_column(Writer& writer, const Object& column) {
    if (comes_from_parent(writer, column, writer.from_places))
        return;
    const auto table = parent_of(column.id);
    const bool computed = column.find("generated") != nullptr;
    writer.add(column.id,
               fmt::format("ALTER TABLE {} DROP COLUMN {}", table, quote_identifier(column.id.name)),
               lock_on(access_exclusive, table),
               computed ? "" : fmt::format("the values of {}", name_of(column.id)));
}

} // namespace pgmend::schema::ddl
