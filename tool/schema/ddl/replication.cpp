#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

std::string publication_options(const Object& publication) {
    auto text = fmt::format("publish = {}", quote_literal(publication.text("publish")));
    text += fmt::format(", publish_via_partition_root = {}",
                        publication.find("via_partition_root") != nullptr ? "true" : "false");
    if (const auto generated = publication.text("generated_columns"); !generated.empty())
        text += ", publish_generated_columns = stored";
    return text;
}

std::string names(const Object& object, std::string_view attribute) {
    std::string list;
    if (const auto* value = object.find(attribute))
        for (const auto& name : std::get<std::vector<std::string>>(*value))
            list += (list.empty() ? "" : ", ") + quote_identifier(name);
    return list;
}

std::string subscription_options(const Object& one) {
    struct Option {
        std::string_view attribute, name, otherwise;
    };
    constexpr Option table[] = {{"synchronous_commit", "synchronous_commit", "off"},
                                {"binary", "binary", "false"},
                                {"streaming", "streaming", "false"},
                                {"disable_on_error", "disable_on_error", "false"},
                                {"origin", "origin", ""},
                                {"password_required", "password_required", ""},
                                {"run_as_owner", "run_as_owner", ""},
                                {"failover", "failover", ""}};
    std::string text;
    for (const auto& option : table) {
        auto value = one.find(option.attribute) != nullptr ? one.text(option.attribute) : option.otherwise;
        value = value == "yes" || value == "t" ? "true" : value == "no" ? "false" : value;
        if (!value.empty() && one.find(option.attribute) != nullptr)
            text += fmt::format(", {} = {}", option.name, quote_literal(value));
    }
    return text;
}

std::string slot(const Object& subscription) {
    return subscription.find("slot_name") == nullptr ? "NONE" : quote_literal(subscription.text("slot_name"));
}

bool is_known(Writer& writer, const Object& subscription) {
    const auto connection = subscription.text("connection");
    if (connection.find("<redacted>") == std::string_view::npos && !connection.empty())
        return true;
    writer.cannot(fmt::format("the connection of subscription {} contains an unknown secret: set it manually",
                              name_of(subscription.id)));
    return false;
}

} // namespace

void create_publication(Writer& writer, const Object& publication) {
    writer.add(publication.id, fmt::format("CREATE PUBLICATION {}{} WITH ({})", name_of(publication.id),
                                           publication.find("all_tables") != nullptr ? " FOR ALL TABLES" : "",
                                           publication_options(publication)));
}

void alter_publication(Writer& writer, const Object& from, const Object& to) {
    if (publication_options(from) == publication_options(to))
        return;
    const bool no_more = from.find("generated_columns") != nullptr && to.find("generated_columns") == nullptr;
    writer.add(to.id, fmt::format("ALTER PUBLICATION {} SET ({}{})", name_of(to.id), publication_options(to),
                                  no_more ? ", publish_generated_columns = none" : ""));
}

void create_publication_table(Writer& writer, const Object& table) {
    auto sql = fmt::format("ALTER PUBLICATION {} ADD TABLE ONLY {}", quote_identifier(table.id.parent),
                           table.id.name);
    if (const auto columns = names(table, "columns"); !columns.empty())
        sql += fmt::format(" ({})", columns);
    if (table.find("where") != nullptr)
        sql += fmt::format(" WHERE ({})", table.text("where"));
    writer.add(table.id, sql, lock_on(share_update_exclusive, table.id.name));
}

void drop_publication_table(Writer& writer, const Object& table) {
    writer.add(table.id,
               fmt::format("ALTER PUBLICATION {} DROP TABLE ONLY {}", quote_identifier(table.id.parent),
                           table.id.name),
               lock_on(share_update_exclusive, table.id.name));
}

void create_publication_schema(Writer& writer, const Object& schema) {
    writer.add(schema.id, fmt::format("ALTER PUBLICATION {} ADD TABLES IN SCHEMA {}",
                                      quote_identifier(schema.id.parent), quote_identifier(schema.id.name)));
}

void drop_publication_schema(Writer& writer, const Object& schema) {
    writer.add(schema.id, fmt::format("ALTER PUBLICATION {} DROP TABLES IN SCHEMA {}",
                                      quote_identifier(schema.id.parent), quote_identifier(schema.id.name)));
}

/// Made without connecting: the publisher may not be there, and its slot is not ours to make.
void create_subscription(Writer& writer, const Object& one) {
    if (!is_known(writer, one))
        return;
    writer.add(one.id,
               fmt::format("CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {} WITH (connect = false, "
                           "slot_name = {}{}{})",
                           name_of(one.id), quote_literal(one.text("connection")), names(one, "publications"),
                           slot(one), one.find("two_phase") != nullptr ? ", two_phase = true" : "",
                           subscription_options(one)));
    if (one.find("enabled") == nullptr && one.find("slot_name") != nullptr)
        writer.add(one.id, fmt::format("ALTER SUBSCRIPTION {} ENABLE", name_of(one.id)));
}

void alter_subscription(Writer& writer, const Object& from, const Object& to) {
    const auto alter = "ALTER SUBSCRIPTION " + name_of(to.id);
    if (!same(from, to, "connection") && is_known(writer, to))
        writer.add(to.id, fmt::format("{} CONNECTION {}", alter, quote_literal(to.text("connection"))));
    if (!same(from, to, "publications"))
        writer.add(to.id, fmt::format("{} SET PUBLICATION {} WITH (refresh = false)", alter,
                                      names(to, "publications")));
    const bool switches = !same(from, to, "enabled");
    if (switches && to.find("enabled") != nullptr)
        writer.add(to.id, alter + " DISABLE");
    if (!same(from, to, "slot_name"))
        writer.add(to.id, fmt::format("{} SET (slot_name = {})", alter, slot(to)));
    std::string set;
    const auto* const streaming = writer.major() >= 18 ? "parallel" : "false";
    for (const auto& [name, usual] :
         {std::pair("synchronous_commit", "off"), std::pair("binary", "false"),
          std::pair("streaming", streaming), std::pair("disable_on_error", "false"),
          std::pair("origin", "any"), std::pair("password_required", "true"),
          std::pair("run_as_owner", "false"), std::pair("failover", "false")}) {
        if (same(from, to, name))
            continue;
        const auto value = to.find(name) == nullptr ? std::string_view(usual) : to.text(name);
        set += fmt::format("{}{} = {}", set.empty() ? "" : ", ", name,
                           quote_literal(value == "yes" || value == "t" ? "true"
                                         : value == "no"                ? "false"
                                                                        : value));
    }
    if (!set.empty())
        writer.add(to.id, fmt::format("{} SET ({})", alter, set));
    if (switches && to.find("enabled") == nullptr)
        writer.add(to.id, alter + " ENABLE");
}

/// The slot on the publisher stays: dropping it needs a connection, and no transaction.
void drop_subscription(Writer& writer, const Object& one) {
    const auto alter = "ALTER SUBSCRIPTION " + name_of(one.id);
    if (one.find("slot_name") != nullptr) {
        if (one.find("enabled") == nullptr)
            writer.add(one.id, alter + " DISABLE");
        writer.add(one.id, alter + " SET (slot_name = NONE)");
        writer.cannot(fmt::format("the replication slot {} on the publisher is kept", one.text("slot_name")));
    }
    writer.add(one.id, "DROP SUBSCRIPTION " + name_of(one.id), "", "the state of the subscription");
}

} // namespace pgmend::schema::ddl
