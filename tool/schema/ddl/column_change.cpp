#include "base/quote.hpp"
#include "schema/ddl/column_parts.hpp"
#include "schema/ddl/type_change.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

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
        note_inherited();
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
                    (attribute == "type" && writer_.changes.type_changed.contains(id)));
        });
    }

    bool needs_type_change() const {
        return writer_.changes.type_changed.contains(to_.id) && writer_.survives(to_.id) &&
               !follows_parent("type") && !follows_type(writer_, to_);
    }

    void change_type() {
        if (!needs_type_change())
            return;
        if (is_in_partition_key(writer_.from, from_))
            return writer_.cannot(
                fmt::format("the type of {} cannot be changed in place, because it is part of "
                            "the partition key: create another table and move the rows",
                            name_of(to_.id)));
        if (has_no_cast(from_.text("type"), to_.text("type")))
            return writer_.cannot(fmt::format(
                "{} cannot be cast to {} for {}: run ALTER TABLE {} ALTER COLUMN {} TYPE {} USING … with an "
                "expression of your own",
                from_.text("type"), to_.text("type"), name_of(to_.id), table_, name_, to_.text("type")));
        if (from_.find("default") != nullptr && !writer_.changes.without_default.contains(to_.id)) {
            alter("DROP DEFAULT"); // it may not be castable by itself
            had_default_ = false;
        }
        const auto before = from_.text("type");
        const auto after = to_.text("type");
        alter(fmt::format("TYPE {}{}{}", after, collate(to_), using_clause(writer_, from_, to_)),
              keeps_values(before, after)
                  ? ""
                  : fmt::format("values of {1} that do not fit into {0}", after, name_of(to_.id)));
        changes_type_ = true;
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
            !writer_.changes.without_default.contains(to_.id))
            alter("DROP DEFAULT");
        had_default_ = false;
        if (to_.find("not_null") != nullptr && from_.find("not_null") == nullptr)
            alter("SET NOT NULL");
        is_not_null_set_ = true;
        alter("ADD" + identity(writer_, to_));
    }

    void change_default() {
        const bool gone = !had_default_ || writer_.changes.without_default.contains(to_.id);
        if (!gone && !differs("default") && !changes_type_)
            return;
        const auto* wanted = to_.find("default");
        if (wanted != nullptr && (gone || differs("default")))
            alter_only(fmt::format("SET DEFAULT {}", to_.text("default")), lock_);
        else if (wanted == nullptr && !gone && from_.find("default") != nullptr)
            alter_only("DROP DEFAULT", lock_);
    }

    void change_not_null() {
        if (is_not_null_set_ || follows_parent("not_null"))
            return;
        if (!differs("not_null")) {
            if (to_.find("not_null") != nullptr)
                change_not_null_constraint();
        } else if (to_.find("not_null") == nullptr) {
            drop_not_null();
        } else if (is_loose(to_)) {
            writer_.add(to_.id, add_not_null(to_), lock_);
        } else {
            set_not_null();
        }
    }

    /// Not before a primary key that has the column makes room for the new one.
    void drop_not_null() {
        const bool has_old_key = std::ranges::any_of(writer_.from.objects, [&](const Object& one) {
            return one.id.kind == Kind::constraint && one.id.schema == to_.id.schema &&
                   one.id.parent == to_.id.parent && one.text("type") == "primary key" &&
                   writer_.changes.of(one.id) == ObjectAction::recreate;
        });
        if (!has_old_key)
            return alter("DROP NOT NULL");
        writer_.add_late(to_.id, fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table_, name_),
                         lock_);
    }

    /// Since version 18 NOT NULL is a constraint, which can be not valid, or not for the children.
    void change_not_null_constraint() {
        const auto change = fmt::format("ALTER TABLE {} ", table_);
        const auto name = quote_identifier(not_null_name(from_));
        if (differs("not_null_validated") && to_.find("not_null_validated") != nullptr) {
            writer_.add(to_.id, fmt::format("{}DROP CONSTRAINT {}", change, name), lock_);
            return writer_.add(to_.id, add_not_null(to_), lock_);
        }
        if (differs("not_null_validated"))
            writer_.add_in_own_transaction(to_.id, fmt::format("{}VALIDATE CONSTRAINT {}", change, name),
                                           lock_on(share_update_exclusive, table_));
        if (differs("not_null_no_inherit"))
            writer_.add(to_.id,
                        fmt::format("{}ALTER CONSTRAINT {} {}INHERIT", change, name,
                                    to_.find("not_null_no_inherit") != nullptr ? "NO " : ""),
                        lock_);
    }

    /// With a valid CHECK that says so the server needs no look at the rows under the exclusive lock.
    void set_not_null() {
        const auto* table = writer_.to_places.container(to_);
        const bool check = writer_.options.online && table != nullptr && table->id.kind == Kind::table &&
                           table->find("partition_key") == nullptr && writer_.survives(table->id);
        if (!check)
            return alter("SET NOT NULL");
        const auto change = fmt::format("ALTER TABLE {} ", table_);
        const auto step = [&](std::string sql, const std::string& lock, bool own_transaction = false) {
            writer_.add_not_null(
                {.sql = std::move(sql), .object = to_.id, .own_transaction = own_transaction, .lock = lock});
        };
        const auto set = fmt::format("{}ALTER COLUMN {} SET NOT NULL", change, name_);
        if (has_valid_check())
            return step(set, lock_);
        const auto constraint = quote_identifier(free_name());
        step(fmt::format("{}ADD CONSTRAINT {} CHECK ({} IS NOT NULL) NOT VALID", change, constraint, name_),
             lock_);
        step(fmt::format("{}VALIDATE CONSTRAINT {}", change, constraint),
             lock_on(share_update_exclusive, table_), true);
        step(set, lock_);
        step(fmt::format("{}DROP CONSTRAINT {}", change, constraint), lock_);
    }

    /// Whether a check that stays says already that the column has a value.
    bool has_valid_check() const {
        const auto definition = fmt::format("CHECK (({} IS NOT NULL))", name_);
        return std::ranges::any_of(writer_.from.objects, [&](const Object& one) {
            return one.id.kind == Kind::constraint && one.id.schema == to_.id.schema &&
                   one.id.parent == to_.id.parent && one.text("definition") == definition &&
                   one.find("validated") == nullptr && writer_.survives(one.id);
        });
    }

    /// A name for the helping check that no other constraint has.
    std::string free_name() const {
        const auto base = to_.id.parent.substr(0, 20) + "_" + to_.id.name.substr(0, 20) + "_is_not_null";
        const auto is_taken = [&](const std::string& name) {
            const ObjectId id{
                .kind = Kind::constraint, .schema = to_.id.schema, .parent = to_.id.parent, .name = name};
            return writer_.from.find(id) != nullptr || writer_.to.find(id) != nullptr;
        };
        auto name = base;
        for (int i = 1; is_taken(name); ++i)
            name = fmt::format("{}{}", base, i);
        return name;
    }

    /// Both go with the type, whatever they were.
    bool must_say(std::string_view attribute) const {
        return differs(attribute) || (changes_type_ && to_.find(attribute) != nullptr);
    }

    void change_physical() {
        if (must_say("storage"))
            alter_only(fmt::format("SET STORAGE {}", to_.find("storage") == nullptr
                                                         ? usual_storage()
                                                         : std::string(to_.text("storage"))),
                       lock_);
        if (must_say("compression"))
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

    void note_inherited() {
        const auto* table = writer_.to_places.container(to_);
        if (!differs("inherited") || to_.find("inherited") == nullptr || table == nullptr ||
            table->find("partition_of") != nullptr || !writer_.survives(table->id))
            return;
        writer_.cannot(fmt::format("{} is also defined locally: no statement makes a column inherited only",
                                   name_of(to_.id)));
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
    bool changes_type_ = false;
    bool is_not_null_set_ = false;
};

} // namespace

void alter_column(Writer& writer, const Object& from, const Object& to) {
    ColumnChange(writer, from, to).run();
}

} // namespace pgmend::schema::ddl
