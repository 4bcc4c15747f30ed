#include "schema/ddl/writer.hpp"

#include "base/quote.hpp"
#include "schema/secret.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

void append(std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ", ") + item;
}

/// The attributes of a family: name without the family, value.
template <typename Use>
void each(const Object& object, std::string_view family, Use use) {
    for (const auto& attribute : object.attributes)
        if (attribute.name.starts_with(family))
            use(attribute.name.substr(family.size()), display(attribute.value));
}

std::string setting(std::string_view as, const std::string& name, const std::string& value) {
    return fmt::format("{}{}={}", as, quote_identifier(name), quote_literal(value));
}

/// Kinds whose statements hold expressions as the server has written them; bodies of functions are texts.
bool holds_expressions(Kind kind) {
    switch (kind) {
    case Kind::table:
    case Kind::column:
    case Kind::constraint:
    case Kind::domain_constraint:
    case Kind::view:
    case Kind::materialized_view:
    case Kind::policy:
    case Kind::trigger:
    case Kind::rule:
        return true;
    default:
        return false;
    }
}

bool is_hidden(Writer& writer, const Object& object, const std::string& name, const std::string& value) {
    if (value != redacted)
        return false;
    writer.cannot(fmt::format("the option {} of {} {} is an unknown secret: set it manually", name,
                              to_string(object.id.kind), display(object.id)));
    return true;
}

} // namespace

Writer::Writer(const Model& from_model, const Model& to_model, const StatementOptions& given)
    : from(from_model), to(to_model), options(given), from_places(from_model), to_places(to_model) {}

int Writer::major() const noexcept {
    const int version = from.server_version != 0 ? from.server_version : to.server_version;
    return version == 0 ? 15 : version / 10000;
}

void Writer::add(const ObjectId& object, std::string sql, std::string lock, std::string data_loss) {
    statements_.push_back(
        {.sql = holds_expressions(object.kind) ? replayable(std::move(sql)) : std::move(sql),
         .object = object,
         .lock = std::move(lock),
         .data_loss = std::move(data_loss)});
}

void Writer::add_alone(const ObjectId& object, std::string sql, std::string lock) {
    statements_.push_back({.sql = replayable(std::move(sql)),
                           .object = object,
                           .in_transaction = false,
                           .lock = std::move(lock)});
}

void Writer::add_alone_first(const ObjectId& object, std::string sql) {
    first_.push_back({.sql = std::move(sql), .object = object, .in_transaction = false});
}

void Writer::add_in_own_transaction(const ObjectId& object, std::string sql, std::string lock) {
    statements_.push_back(
        {.sql = std::move(sql), .object = object, .own_transaction = true, .lock = std::move(lock)});
}

void Writer::add_late(const ObjectId& object, std::string sql, std::string lock, std::string data_loss) {
    late_.push_back({.sql = std::move(sql),
                     .object = object,
                     .lock = std::move(lock),
                     .data_loss = std::move(data_loss)});
}

void Writer::add_not_null(DdlStatement statement) {
    not_nulls_.push_back(std::move(statement));
}

void Writer::flush_not_nulls() {
    // Steps of several columns go together: first all checks, then all scans, then the rest.
    std::ranges::stable_partition(
        not_nulls_, [](const DdlStatement& statement) { return statement.sql.ends_with(" NOT VALID"); });
    for (auto& statement : not_nulls_)
        statements_.push_back(std::move(statement));
    not_nulls_.clear();
}

void Writer::cannot(std::string sentence) {
    impossible_.push_back(std::move(sentence));
}

void Writer::remark(std::string sentence) {
    remarks_.push_back(std::move(sentence));
}

bool Writer::survives(const ObjectId& id) const {
    const auto action = changes.of(id);
    return action == ObjectAction::keep || action == ObjectAction::alter;
}

bool Writer::parent_survives(const ObjectId& id) const {
    const auto* parent = to_places.relation(id.schema, id.parent);
    return parent != nullptr && survives(parent->id);
}

bool Writer::is_partitioned(const ObjectId& of_child) const {
    const auto* parent = to_places.relation(of_child.schema, of_child.parent);
    return parent != nullptr && parent->find("partition_key") != nullptr;
}

Script Writer::take() {
    flush_not_nulls();
    statements_.insert(statements_.begin(), first_.begin(), first_.end());
    for (auto& statement : late_)
        statements_.push_back(std::move(statement));
    return {.statements = std::move(statements_),
            .impossible = std::move(impossible_),
            .remarks = std::move(remarks_)};
}

std::string lock_on(std::string_view mode, std::string_view relation) {
    return fmt::format("{} on {}", mode, relation);
}

std::string settings(const Object& object, std::string_view family, std::string_view as) {
    std::string list;
    each(object, family,
         [&](const std::string& name, const std::string& value) { append(list, setting(as, name, value)); });
    return list;
}

SettingChanges setting_changes(const Object& from, const Object& to, std::string_view family,
                               std::string_view as) {
    SettingChanges changes;
    each(to, family, [&](const std::string& name, const std::string& value) {
        if (!same(from, to, std::string(family) + name))
            append(changes.set, setting(as, name, value));
    });
    each(from, family, [&](const std::string& name, const std::string&) {
        if (to.find(std::string(family) + name) == nullptr)
            append(changes.reset, std::string(as) + quote_identifier(name));
    });
    return changes;
}

void alter_settings(Writer& writer, const Object& from, const Object& to, std::string_view family,
                    const std::string& alter, const std::string& lock, std::string_view as) {
    const auto changes = setting_changes(from, to, family, as);
    if (!changes.set.empty())
        writer.add(to.id, fmt::format("{} SET ({})", alter, changes.set), lock);
    if (!changes.reset.empty())
        writer.add(to.id, fmt::format("{} RESET ({})", alter, changes.reset), lock);
}

std::string foreign_options(Writer& writer, const Object& object) {
    std::string list;
    each(object, "fdw_option.", [&](const std::string& name, const std::string& value) {
        if (!is_hidden(writer, object, name, value))
            append(list, fmt::format("{} {}", quote_identifier(name), quote_literal(value)));
    });
    return list.empty() ? "" : fmt::format(" OPTIONS ({})", list);
}

std::string foreign_option_changes(Writer& writer, const Object& from, const Object& to) {
    std::string list;
    each(to, "fdw_option.", [&](const std::string& name, const std::string& value) {
        if (same(from, to, "fdw_option." + name) || is_hidden(writer, to, name, value))
            return;
        append(list, fmt::format("{} {} {}", from.find("fdw_option." + name) != nullptr ? "SET" : "ADD",
                                 quote_identifier(name), quote_literal(value)));
    });
    each(from, "fdw_option.", [&](const std::string& name, const std::string&) {
        if (to.find("fdw_option." + name) == nullptr)
            append(list, "DROP " + quote_identifier(name));
    });
    return list.empty() ? "" : fmt::format(" OPTIONS ({})", list);
}

} // namespace pgmend::schema::ddl
