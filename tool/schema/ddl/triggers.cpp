#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

std::string_view switched(std::string_view state) {
    return state == "disabled"  ? "DISABLE"
           : state == "replica" ? "ENABLE REPLICA"
           : state == "always"  ? "ENABLE ALWAYS"
                                : "ENABLE";
}

void switch_one(Writer& writer, const Object& from, const Object& to, std::string_view keyword) {
    if (same(from, to, "enabled"))
        return;
    auto sql = fmt::format("ALTER TABLE {} {} {} {}", parent_of(to.id), switched(to.text("enabled")), keyword,
                           quote_identifier(to.id.name));
    const auto lock = lock_on(share_row_exclusive, parent_of(to.id));
    // A partition has it once it is attached.
    if (to.find("inherited") != nullptr)
        writer.add_late(to.id, std::move(sql), lock);
    else
        writer.add(to.id, std::move(sql), lock);
}

std::string roles(const Object& policy) {
    const auto* value = policy.find("roles");
    if (value == nullptr)
        return "public";
    return fmt::format("{}", fmt::join(std::get<std::vector<std::string>>(*value), ", "));
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return result;
}

} // namespace

void create_trigger(Writer& writer, const Object& trigger) {
    if (trigger.find("inherited") != nullptr)
        return; // comes from the partitioned table
    writer.add(trigger.id,
               fmt::format("CREATE {}TRIGGER {} {}",
                           trigger.find("constraint_trigger") != nullptr ? "CONSTRAINT " : "",
                           quote_identifier(trigger.id.name), trigger.text("definition")),
               writer.parent_survives(trigger.id) ? lock_on(share_row_exclusive, parent_of(trigger.id)) : "");
}

/// CREATE OR REPLACE TRIGGER is there since version 14, and not for constraint triggers.
bool trigger_must_recreate(const Writer& writer, const Object& from, const Object& to) {
    return !same(from, to, "definition") &&
           (writer.major() < 14 || to.find("constraint_trigger") != nullptr ||
            to.find("inherited") != nullptr);
}

void alter_trigger(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "definition") && to.find("definition") != nullptr) {
        writer.add(to.id,
                   fmt::format("CREATE OR REPLACE TRIGGER {} {}", quote_identifier(to.id.name),
                               to.text("definition")),
                   lock_on(share_row_exclusive, parent_of(to.id)));
        // The new one is switched on.
        auto made = to;
        made.erase("enabled");
        return switch_one(writer, made, to, "TRIGGER");
    }
    switch_one(writer, from, to, "TRIGGER");
}

void drop_trigger(Writer& writer, const Object& trigger) {
    if (trigger.find("inherited") != nullptr)
        return alter_trigger(writer, trigger, {.id = trigger.id, .attributes = {}, .depends_on = {}});
    writer.add(trigger.id, "DROP TRIGGER " + name_of(trigger.id),
               lock_on(access_exclusive, parent_of(trigger.id)));
}

void create_rule(Writer& writer, const Object& rule) {
    writer.add(rule.id,
               fmt::format("CREATE RULE {} {}", quote_identifier(rule.id.name),
                           without_semicolon(rule.text("definition"))),
               lock_on(access_exclusive, parent_of(rule.id)));
}

void alter_rule(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "definition"))
        writer.add(to.id,
                   fmt::format("CREATE OR REPLACE RULE {} {}", quote_identifier(to.id.name),
                               without_semicolon(to.text("definition"))),
                   lock_on(access_exclusive, parent_of(to.id)));
    switch_one(writer, from, to, "RULE");
}

void create_policy(Writer& writer, const Object& policy) {
    auto sql = fmt::format("CREATE POLICY {}{} FOR {} TO {}", name_of(policy.id),
                           policy.find("restrictive") != nullptr ? " AS RESTRICTIVE" : "",
                           upper(policy.text("command")), roles(policy));
    if (policy.find("using") != nullptr)
        sql += fmt::format(" USING ({})", policy.text("using"));
    if (policy.find("with_check") != nullptr)
        sql += fmt::format(" WITH CHECK ({})", policy.text("with_check"));
    writer.add(policy.id, sql,
               writer.parent_survives(policy.id) ? lock_on(access_exclusive, parent_of(policy.id)) : "");
}

/// An expression can be changed but not taken away.
bool policy_must_recreate(const Writer&, const Object& from, const Object& to) {
    return (from.find("using") != nullptr && to.find("using") == nullptr) ||
           (from.find("with_check") != nullptr && to.find("with_check") == nullptr);
}

void alter_policy(Writer& writer, const Object& from, const Object& to) {
    auto sql = "ALTER POLICY " + name_of(to.id);
    const auto bare = sql.size();
    if (!same(from, to, "roles"))
        sql += " TO " + roles(to);
    if (!same(from, to, "using"))
        sql += fmt::format(" USING ({})", to.text("using"));
    if (!same(from, to, "with_check"))
        sql += fmt::format(" WITH CHECK ({})", to.text("with_check"));
    if (sql.size() > bare)
        writer.add(to.id, sql, lock_on(access_exclusive, parent_of(to.id)));
}

void create_event_trigger(Writer& writer, const Object& trigger) {
    std::string tags;
    if (const auto* value = trigger.find("tags"))
        for (const auto& tag : std::get<std::vector<std::string>>(*value))
            tags += (tags.empty() ? "" : ", ") + quote_literal(tag);
    writer.add(trigger.id,
               fmt::format("CREATE EVENT TRIGGER {} ON {}{} EXECUTE FUNCTION {}()", name_of(trigger.id),
                           trigger.text("event"), tags.empty() ? "" : fmt::format(" WHEN TAG IN ({})", tags),
                           trigger.text("function")));
}

void alter_event_trigger(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "enabled"))
        writer.add(to.id,
                   fmt::format("ALTER EVENT TRIGGER {} {}", name_of(to.id), switched(to.text("enabled"))));
}

} // namespace pgmend::schema::ddl
