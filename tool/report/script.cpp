#include "report/script.hpp"

#include "base/lock_mode.hpp"
#include "base/visible.hpp"
#include "report/style.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

/// "ACCESS EXCLUSIVE on public.a and public.b" as a list; a quoted name may hold " and ".
nlohmann::ordered_json locks_json(const std::string& lock) {
    auto list = nlohmann::ordered_json::array();
    constexpr std::string_view on = " on ", both = " and ";
    const auto at = lock.find(on);
    if (at == std::string::npos)
        return list;
    const auto mode = lock_mode(lock.substr(0, at));
    bool quoted = false;
    auto from = at + on.size();
    for (auto i = from; i <= lock.size(); ++i) {
        if (i < lock.size() && lock[i] == '"')
            quoted = !quoted;
        if (i < lock.size() && (quoted || lock.compare(i, both.size(), both) != 0))
            continue;
        list.push_back({{"relation", lock.substr(from, i - from)}, {"mode", mode}});
        from = i + both.size();
    }
    return list;
}

bool makes_function(const schema::DdlStatement& statement) {
    return (statement.object.kind == schema::Kind::function ||
            statement.object.kind == schema::Kind::procedure) &&
           statement.sql.starts_with("CREATE ");
}

} // namespace

std::size_t withheld(const ScriptReport& report) {
    if (report.allow_drop)
        return 0;
    return static_cast<std::size_t>(
        std::ranges::count_if(report.script.statements, [](const auto& s) { return !s.data_loss.empty(); }));
}

bool is_complete(const ScriptReport& report) {
    return withheld(report) == 0 && report.script.impossible.empty();
}

std::string script_sql(const schema::Script& script, bool allow_drop) {
    std::string text;
    if (std::ranges::any_of(script.statements, makes_function))
        text += "-- Function bodies may use objects that are created later.\n"
                "SET check_function_bodies = off;\n\n";
    for (const auto& statement : script.statements) {
        if (!statement.data_loss.empty())
            text += fmt::format("-- loses {}\n", visible_line(statement.data_loss));
        if (!statement.lock.empty())
            text += fmt::format("-- locks {}{}\n", visible_line(statement.lock),
                                statement.in_transaction ? "" : ", briefly");
        if (!statement.in_transaction)
            text += "-- runs outside a transaction\n";
        if (statement.own_transaction)
            text += "-- in its own transaction, because it reads all rows\n";
        const bool given = allow_drop || statement.data_loss.empty();
        text += given ? statement.sql + ";\n"
                      : "-- withheld, requires --allow-drop:\n" + sql_comment(statement.sql) + ";\n";
    }
    for (const auto& sentence : script.impossible)
        text += sql_comment("unsupported: " + sentence) + "\n";
    for (const auto& sentence : script.remarks)
        text += sql_comment(sentence) + "\n";
    return text;
}

std::string script_text(const ScriptReport& report) {
    const auto& statements = report.script.statements;
    if (statements.empty() && report.script.impossible.empty())
        return fmt::format("-- No statements are needed: {} matches {}.\n", visible_line(report.from),
                           visible_line(report.to)) +
               script_sql(report.script, report.allow_drop);
    auto text = fmt::format("-- Changes {} into {}.\n-- {}", visible_line(report.from),
                            visible_line(report.to), count(statements.size(), "statement"));
    const auto outside = std::ranges::count_if(statements, [](const auto& s) { return !s.in_transaction; });
    if (outside > 0)
        text += fmt::format(", {} outside a transaction", outside);
    if (const auto missing = withheld(report); missing > 0)
        text += fmt::format(", {} withheld because of data loss (--allow-drop)", missing);
    text += ".\n";
    if (!report.role.empty())
        text += fmt::format("-- Run as role {}.\n", visible_line(report.role));
    if (report.proven)
        text += *report.proven ? "-- Proven on a copy of the schema: no difference is left.\n"
                               : "-- NOT proven on a copy of the schema:\n";
    for (const auto& doubt : report.doubts)
        text += sql_comment("  " + doubt) + "\n";
    return text + "\n" + script_sql(report.script, report.allow_drop);
}

std::string script_json(const ScriptReport& report) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& statement : report.script.statements) {
        nlohmann::ordered_json one{{"sql", statement.sql},
                                   {"kind", schema::to_string(statement.object.kind)},
                                   {"object", display(statement.object)},
                                   {"in_transaction", statement.in_transaction},
                                   {"own_transaction", statement.own_transaction},
                                   {"locks", locks_json(statement.lock)},
                                   {"data_loss", nullptr},
                                   {"withheld", !report.allow_drop && !statement.data_loss.empty()}};
        if (!statement.data_loss.empty())
            one["data_loss"] = statement.data_loss;
        list.push_back(std::move(one));
    }
    nlohmann::ordered_json all{{"from", report.from},
                               {"to", report.to},
                               {"complete", is_complete(report)},
                               {"statements", std::move(list)},
                               {"unsupported", report.script.impossible},
                               {"notes", report.script.remarks}};
    if (report.proven) {
        all["proven"] = *report.proven;
        all["unverified"] = report.doubts;
    }
    return all.dump(2) + "\n";
}

} // namespace pgmend::report
