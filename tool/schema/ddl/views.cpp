#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

using Columns = std::vector<std::pair<std::string, std::string>>;

/// Name and type of the columns in their order.
Columns columns_of(const Model& model, const Object& view) {
    std::vector<const Object*> found;
    const ObjectId first{.kind = Kind::column, .schema = view.id.schema, .parent = view.id.name};
    for (auto at = std::ranges::lower_bound(model.objects, first, {}, &Object::id);
         at != model.objects.end() && at->id.kind == Kind::column && at->id.schema == view.id.schema &&
         at->id.parent == view.id.name;
         ++at)
        found.push_back(&*at);
    std::ranges::stable_sort(
        found, {}, [](const Object* o) { return std::stoi("0" + std::string(o->text("position"))); });
    Columns columns;
    for (const auto* column : found)
        columns.emplace_back(column->id.name,
                             fmt::format("{} {}", column->text("type"), column->text("collation")));
    return columns;
}

} // namespace

void create_view(Writer& writer, const Object& view) {
    const auto options = settings(view, "option.");
    writer.add(view.id, fmt::format("CREATE VIEW {}{} AS\n{}", name_of(view.id),
                                    options.empty() ? "" : fmt::format(" WITH ({})", options),
                                    without_semicolon(view.text("definition"))));
}

/// CREATE OR REPLACE VIEW can only add columns at the end.
bool view_must_recreate(const Writer& writer, const Object& from, const Object& to) {
    const auto before = columns_of(writer.from, from);
    const auto after = columns_of(writer.to, to);
    return before.size() > after.size() || !std::equal(before.begin(), before.end(), after.begin());
}

void alter_view(Writer& writer, const Object& from, const Object& to) {
    const auto lock = lock_on(access_exclusive, name_of(to.id));
    if (!same(from, to, "definition")) {
        const auto options = settings(to, "option.");
        writer.add(to.id,
                   fmt::format("CREATE OR REPLACE VIEW {}{} AS\n{}", name_of(to.id),
                               options.empty() ? "" : fmt::format(" WITH ({})", options),
                               without_semicolon(to.text("definition"))),
                   lock);
        return;
    }
    alter_settings(writer, from, to, "option.", "ALTER VIEW " + name_of(to.id), lock);
}

void create_materialized_view(Writer& writer, const Object& view) {
    auto sql = "CREATE MATERIALIZED VIEW " + name_of(view.id);
    if (view.find("access_method") != nullptr)
        sql += " USING " + quote_identifier(view.text("access_method"));
    auto options = settings(view, "option.");
    const auto toast = settings(view, "toast_option.", "toast.");
    options += (options.empty() || toast.empty() ? "" : ", ") + toast;
    if (!options.empty())
        sql += fmt::format(" WITH ({})", options);
    if (view.find("tablespace") != nullptr)
        sql += " TABLESPACE " + quote_identifier(view.text("tablespace"));
    writer.add(view.id, fmt::format("{} AS\n{}\nWITH {}DATA", sql, without_semicolon(view.text("definition")),
                                    view.find("populated") != nullptr ? "NO " : ""));
}

void alter_materialized_view(Writer& writer, const Object& from, const Object& to) {
    const auto alter = "ALTER MATERIALIZED VIEW " + name_of(to.id);
    const auto lock = lock_on(access_exclusive, name_of(to.id));
    alter_settings(writer, from, to, "option.", alter, lock_on(share_update_exclusive, name_of(to.id)));
    alter_settings(writer, from, to, "toast_option.", alter, lock_on(share_update_exclusive, name_of(to.id)),
                   "toast.");
    if (!same(from, to, "tablespace"))
        writer.add(to.id,
                   fmt::format("{} SET TABLESPACE {}", alter,
                               to.find("tablespace") == nullptr ? "pg_default"
                                                                : quote_identifier(to.text("tablespace"))),
                   lock);
    if (!same(from, to, "populated"))
        writer.add_late(to.id,
                        fmt::format("REFRESH MATERIALIZED VIEW {}{}", name_of(to.id),
                                    to.find("populated") != nullptr ? " WITH NO DATA" : ""),
                        lock);
    const auto index = to.text("clustered_on");
    const ObjectId id{
        .kind = Kind::index, .schema = to.id.schema, .parent = to.id.name, .name = std::string(index)};
    if (!same(from, to, "clustered_on") || writer.changes.of(id) == ObjectAction::recreate)
        writer.add_late(to.id,
                        index.empty() ? alter + " SET WITHOUT CLUSTER"
                                      : fmt::format("{} CLUSTER ON {}", alter, quote_identifier(index)),
                        lock);
}

} // namespace pgmend::schema::ddl
