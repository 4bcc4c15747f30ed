#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"
#include "schema/ddl/order.hpp"
#include "schema/ddl/parents.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

std::vector<const Object*> columns_in_order(const Model& model, const Object& table) {
    auto columns = inside(model, table, Kind::column);
    const auto position = [](const Object* o) { return std::stoi("0" + std::string(o->text("position"))); };
    std::ranges::stable_sort(columns, {}, position);
    return columns;
}

void append(std::string& list, const std::string& item) {
    list += (list.empty() ? "\n    " : ",\n    ") + item;
}

/// What stands between the parentheses of CREATE TABLE.
std::string contents(Writer& writer, const Object& table) {
    std::string list;
    const bool typed = table.find("of_type") != nullptr;
    for (const auto* column : columns_in_order(writer.to, table)) {
        if (column->find("inherited") != nullptr && table.find("inherits") != nullptr)
            continue;
        if (typed) {
            const auto options = column_constraints(writer, *column);
            if (!options.empty())
                append(list, quote_identifier(column->id.name) + " WITH OPTIONS" + options);
        } else {
            append(list, column_definition(writer, *column));
        }
    }
    if (table.find("partition_of") != nullptr)
        for (const auto* constraint : checks_of_parents(writer, table))
            append(list, constraint_definition(writer, *constraint));
    for (const auto* constraint : inside(writer.to, table, Kind::constraint))
        if (is_inline(writer, *constraint))
            append(list, constraint_definition(writer, *constraint));
    return list.empty() ? (typed ? "" : " ()") : " (" + list + "\n)";
}

std::string with(const Object& table) {
    auto options = settings(table, "option.");
    const auto toast = settings(table, "toast_option.", "toast.");
    options += (options.empty() || toast.empty() ? "" : ", ") + toast;
    return options.empty() ? "" : fmt::format(" WITH ({})", options);
}

std::string in_tablespace(const Object& object) {
    return object.find("tablespace") == nullptr
               ? ""
               : " TABLESPACE " + quote_identifier(object.text("tablespace"));
}

/// A constraint's or index's own rebuilding undoes what the table says of it.
bool index_comes_again(const Writer& writer, const Object& table, std::string_view index) {
    const ObjectId id{
        .kind = Kind::index, .schema = table.id.schema, .parent = table.id.name, .name = std::string(index)};
    return writer.changes.of(id) == ObjectAction::recreate;
}

void alter_replica_identity(Writer& writer, const Object& from, const Object& to, const std::string& alter,
                            const std::string& lock) {
    constexpr std::string_view by_index = "index ";
    const auto value = to.text("replica_identity");
    const bool uses_index = value.starts_with(by_index);
    const auto index = uses_index ? split_name(value.substr(by_index.size()))[0] : std::string();
    if (same(from, to, "replica_identity") && !(uses_index && index_comes_again(writer, to, index)))
        return;
    if (value == "index, dropped")
        return writer.cannot(fmt::format("{} has lost the index of its replica identity, which cannot be "
                                         "recreated",
                                         name_of(to.id)));
    const auto what = value.empty()     ? "DEFAULT"
                      : value == "full" ? "FULL"
                      : uses_index      ? "USING INDEX " + quote_identifier(index)
                                        : "NOTHING";
    writer.add_late(to.id, fmt::format("{} REPLICA IDENTITY {}", alter, what), lock);
}

void alter_cluster(Writer& writer, const Object& from, const Object& to, const std::string& alter) {
    const auto index = to.text("clustered_on");
    if (same(from, to, "clustered_on") && (index.empty() || !index_comes_again(writer, to, index)))
        return;
    writer.add_late(to.id,
                    index.empty() ? alter + " SET WITHOUT CLUSTER"
                                  : fmt::format("{} CLUSTER ON {}", alter, quote_identifier(index)),
                    lock_on(share_update_exclusive, name_of(to.id)));
}

/// Whether the order of the columns that both have differs.
bool order_differs(const Writer& writer, const Object& from, const Object& to) {
    Names before, after;
    for (const auto* column : columns_in_order(writer.from, from))
        if (!writer.changes.is_dropped(column->id))
            before.push_back(column->id.name);
    for (const auto* column : columns_in_order(writer.to, to))
        after.push_back(column->id.name);
    // What is added comes last.
    for (const auto& name : after)
        if (!has(before, name))
            before.push_back(name);
    return before != after;
}

} // namespace

void create_table(Writer& writer, const Object& table) {
    auto sql = fmt::format("CREATE {}TABLE {}", table.text("persistence") == "unlogged" ? "UNLOGGED " : "",
                           name_of(table.id));
    if (table.find("of_type") != nullptr)
        sql += fmt::format(" OF {}", table.text("of_type"));
    sql += contents(writer, table);
    if (const auto list = parents(table); !list.empty())
        sql += fmt::format(" INHERITS ({})", fmt::join(list, ", "));
    if (table.find("partition_key") != nullptr)
        sql += fmt::format(" PARTITION BY {}", table.text("partition_key"));
    if (table.find("access_method") != nullptr)
        sql += " USING " + quote_identifier(table.text("access_method"));
    sql += with(table) + in_tablespace(table);
    writer.add(table.id, sql);
    if (table.find("partition_of") != nullptr)
        writer.add(table.id, attachment(table), lock_on(share_update_exclusive, table.text("partition_of")));
}

void alter_table(Writer& writer, const Object& from, const Object& to) {
    const auto alter = "ALTER TABLE " + name_of(to.id);
    const auto lock = lock_on(access_exclusive, name_of(to.id));
    if (!same(from, to, "of_type") && to.find("of_type") != nullptr)
        writer.add(to.id, fmt::format("{} OF {}", alter, to.text("of_type")), lock);
    alter_parents(writer, from, to, alter);
    alter_settings(writer, from, to, "option.", alter, lock_on(share_update_exclusive, name_of(to.id)));
    alter_settings(writer, from, to, "toast_option.", alter, lock_on(share_update_exclusive, name_of(to.id)),
                   "toast.");
    if (!same(from, to, "tablespace"))
        writer.add(to.id,
                   fmt::format("{} SET TABLESPACE {}", alter,
                               to.find("tablespace") == nullptr ? "pg_default"
                                                                : quote_identifier(to.text("tablespace"))),
                   lock);
    if (!same(from, to, "access_method"))
        writer.add(to.id,
                   fmt::format("{} SET ACCESS METHOD {}", alter,
                               to.find("access_method") == nullptr
                                   ? "heap"
                                   : quote_identifier(to.text("access_method"))),
                   lock);
    if (!same(from, to, "row_security"))
        writer.add(to.id,
                   fmt::format("{} {} ROW LEVEL SECURITY", alter,
                               to.find("row_security") == nullptr ? "DISABLE" : "ENABLE"),
                   lock);
    if (!same(from, to, "force_row_security"))
        writer.add(to.id,
                   fmt::format("{} {}FORCE ROW LEVEL SECURITY", alter,
                               to.find("force_row_security") == nullptr ? "NO " : ""),
                   lock);
    alter_replica_identity(writer, from, to, alter, lock);
    alter_cluster(writer, from, to, alter);
}

void note_table(Writer& writer, const Object& from, const Object& to) {
    if (order_differs(writer, from, to))
        writer.remark(fmt::format("the order of the columns of {} is not changed", name_of(to.id)));
}

bool table_must_recreate(const Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "access_method") && writer.major() < 15)
        return true;
    // A table that is not partitioned cannot be, nor the other way round.
    return !same(from, to, "partition_key");
}

void detach_table(Writer& writer, const Object& from, const Object& to) {
    const auto alter = "ALTER TABLE " + name_of(to.id);
    const auto lock = lock_on(access_exclusive, name_of(to.id));
    const auto is_dropped = [&](std::string_view name) {
        const auto* parent = writer.from_places.relation(name);
        return parent != nullptr && writer.changes.is_dropped(parent->id);
    };
    const auto after = parents(to);
    for (const auto& parent : parents(from))
        if (!has(after, parent) || is_dropped(parent))
            writer.add(to.id, fmt::format("{} NO INHERIT {}", alter, parent), lock);
    const auto partition_of = from.text("partition_of");
    if (!partition_of.empty() && (is_dropped(partition_of) || !same(from, to, "partition_of"))) {
        writer.add(to.id, detachment(from), lock_on(access_exclusive, partition_of));
        if (to.find("partition_of") == nullptr)
            drop_kept_indexes(writer, from);
    }
    if (from.find("of_type") != nullptr && !same(from, to, "of_type"))
        writer.add(to.id, alter + " NOT OF", lock);
}

void drop_table(Writer& writer, const Object& table) {
    // The rows of a partitioned table are in its partitions, which are detached or dropped before it.
    const bool has_rows = table.find("partition_key") == nullptr;
    writer.add(table.id, "DROP TABLE " + name_of(table.id), lock_on(access_exclusive, name_of(table.id)),
               has_rows ? fmt::format("the rows of {}", name_of(table.id)) : "");
}

void create_foreign_table(Writer& writer, const Object& table) {
    auto sql = fmt::format("CREATE FOREIGN TABLE {}{}", name_of(table.id), contents(writer, table));
    if (const auto list = parents(table); !list.empty())
        sql += fmt::format(" INHERITS ({})", fmt::join(list, ", "));
    sql += " SERVER " + quote_identifier(table.text("server")) + foreign_options(writer, table);
    writer.add(table.id, sql);
    if (table.find("partition_of") != nullptr)
        writer.add(table.id, attachment(table), lock_on(share_update_exclusive, table.text("partition_of")));
}

void alter_foreign_table(Writer& writer, const Object& from, const Object& to) {
    const auto alter = "ALTER FOREIGN TABLE " + name_of(to.id);
    if (const auto changes = foreign_option_changes(writer, from, to); !changes.empty())
        writer.add(to.id, alter + changes, lock_on(access_exclusive, name_of(to.id)));
    alter_parents(writer, from, to, alter);
}

} // namespace pgmend::schema::ddl
