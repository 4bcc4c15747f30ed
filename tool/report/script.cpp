#include "report/script.hpp"

#include "base/lock_mode.hpp"
#include "base/visible.hpp"
#include "report/migration.hpp"
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

/// What a statement locks and loses, as comments.
std::string comments_on(const schema::DdlStatement& statement) {
    std::string text;
    if (!statement.data_loss.empty())
        text += fmt::format("-- loses {}\n", visible_line(statement.data_loss));
    if (!statement.lock.empty())
        text += fmt::format("-- locks {}{}\n", visible_line(statement.lock),
                            statement.in_transaction ? "" : ", briefly");
    if (!statement.in_transaction)
        text += "-- runs outside a transaction\n";
    if (statement.own_transaction)
        text += "-- in its own transaction, because it reads all rows\n";
    return text;
}

/// What stands after the statements: what is left out, and what has none.
std::string endnotes(const schema::Script& script, const std::vector<schema::DdlStatement>& withheld) {
    std::string text;
    if (!withheld.empty())
        text += "-- withheld, requires --allow-drop:\n";
    for (const auto& statement : withheld)
        text += comments_on(statement) + sql_comment(statement.sql) + ";\n";
    for (const auto& sentence : script.impossible)
        text += sql_comment("unsupported: " + sentence) + "\n";
    for (const auto& sentence : script.remarks)
        text += sql_comment(sentence) + "\n";
    return text;
}

std::string function_setting(const schema::Script& script) {
    if (std::ranges::none_of(script.statements, makes_function))
        return {};
    return "-- Function bodies may use objects that are created later.\n"
           "SET check_function_bodies = off;\n\n";
}

/// The table that a thing is in, else the thing itself; schemas and extensions are together.
std::string holder_of(const schema::ObjectId& id) {
    if (id.schema.empty())
        return std::string(schema::to_string(id.kind));
    return id.schema + "." + (id.parent.empty() ? id.name : id.parent);
}

/// What a statement costs, as comments.
std::string cost_lines(const ScriptReport& report, std::size_t number) {
    if (number >= report.costs.size())
        return {};
    const auto& cost = report.costs[number];
    std::string text;
    if (!cost.work.empty() && !cost.relation.empty())
        text += fmt::format("-- {} {}, {}\n",
                            cost.work == "rewrite" ? "rewrites"
                            : cost.work == "build" ? "builds an index of"
                                                   : "reads",
                            visible_line(cost.relation), size_text(cost.bytes));
    for (const auto& hazard : cost.hazards)
        text += sql_comment(fmt::format("{}: {}", hazard.rule, hazard.message)) + "\n";
    return text;
}

/// The statements for psql, with BEGIN and COMMIT around those that can be one transaction.
std::string transactions(const ScriptReport& report) {
    std::string text;
    bool is_open = false;
    std::size_t number = 0;
    for (const auto& statement : report.script.statements) {
        const bool shares = statement.in_transaction && !statement.own_transaction;
        if (shares != is_open)
            text += shares ? "BEGIN;\n" : "COMMIT;\n";
        is_open = shares;
        text += comments_on(statement) + cost_lines(report, number++) + statement.sql + ";\n";
    }
    return text + (is_open ? "COMMIT;\n" : "");
}

/// What is known of how the statements end, as lines of the header.
std::string proof_lines(const ScriptReport& report) {
    std::string text;
    if (report.trial) {
        const auto& trial = *report.trial;
        if (!trial.failure.empty())
            text += "-- FAILED on an empty copy of the schema:\n" + sql_comment("  " + trial.failure) + "\n";
        else if (!trial.is_whole())
            text += "-- NOT fully proven on an empty copy of the schema:\n";
        else
            text +=
                "-- Proven on an empty copy of the schema: the statements run, and no other difference is "
                "left.\n";
        for (const auto& what : trial.left)
            text += sql_comment("  still different: " + what) + "\n";
        for (const auto& what : trial.not_seen)
            text += sql_comment("  " + what) + "\n";
    }
    if (!report.rows.empty())
        text += "-- The rows of the database prevent it:\n";
    for (const auto& sentence : report.rows)
        text += sql_comment("  " + sentence) + "\n";
    if (report.differences_withheld > 0)
        text +=
            fmt::format("-- What is withheld leaves {}.\n", count(report.differences_withheld, "difference"));
    return text;
}

nlohmann::ordered_json statement_json(const schema::DdlStatement& statement) {
    nlohmann::ordered_json one{{"sql", statement.sql},
                               {"kind", schema::to_string(statement.object.kind)},
                               {"object", display(statement.object)},
                               {"in_transaction", statement.in_transaction},
                               {"own_transaction", statement.own_transaction},
                               {"locks", locks_json(statement.lock)},
                               {"data_loss", nullptr}};
    if (!statement.data_loss.empty())
        one["data_loss"] = statement.data_loss;
    return one;
}

nlohmann::ordered_json statements_json(const std::vector<schema::DdlStatement>& statements) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& statement : statements)
        list.push_back(statement_json(statement));
    return list;
}

} // namespace

bool is_complete(const ScriptReport& report) {
    return report.withheld.empty() && report.script.impossible.empty();
}

std::string schema_sql(const schema::Script& script) {
    auto text = function_setting(script);
    std::string paragraph;
    for (const auto& statement : script.statements) {
        if (auto now = holder_of(statement.object); now != paragraph) {
            text += paragraph.empty() ? "" : "\n";
            paragraph = std::move(now);
        }
        if (!statement.in_transaction)
            text += "-- runs outside a transaction\n";
        text += statement.sql + ";\n";
    }
    for (const auto& sentence : script.impossible)
        text += "\n" + sql_comment("unsupported: " + sentence) + "\n";
    return text;
}

std::string script_sql(const schema::Script& script, const std::vector<schema::DdlStatement>& withheld) {
    auto text = function_setting(script);
    for (const auto& statement : script.statements)
        text += comments_on(statement) + statement.sql + ";\n";
    return text + endnotes(script, withheld);
}

std::string script_text(const ScriptReport& report) {
    const auto& statements = report.script.statements;
    const auto notes = endnotes(report.script, report.withheld);
    if (statements.empty() && report.withheld.empty() && report.script.impossible.empty())
        return fmt::format("-- No statements are needed: {} and {} have the same schema.\n",
                           visible_line(report.from), visible_line(report.to)) +
               notes;
    auto text = fmt::format("-- Changes {} into {}.\n-- {}", visible_line(report.from),
                            visible_line(report.to), count(statements.size(), "statement"));
    const auto outside = std::ranges::count_if(statements, [](const auto& s) { return !s.in_transaction; });
    if (outside > 0)
        text += fmt::format(", {} outside a transaction", outside);
    if (!report.withheld.empty())
        text += fmt::format(", {} withheld because of data loss (--allow-drop)", report.withheld.size());
    text += ".\n";
    if (!report.role.empty())
        text += fmt::format("-- Run as role {}.\n", visible_line(report.role));
    text += proof_lines(report) + "\n";
    if (statements.empty())
        return text + notes;
    return text + "\\set ON_ERROR_STOP on\n" + function_setting(report.script) + transactions(report) + notes;
}

std::string script_json(const ScriptReport& report) {
    auto statements = statements_json(report.script.statements);
    for (std::size_t i = 0; i < report.costs.size(); ++i) {
        const auto& cost = report.costs[i];
        statements[i]["work"] = cost.work;
        statements[i]["bytes"] = cost.bytes;
        auto hazards = nlohmann::ordered_json::array();
        for (const auto& hazard : cost.hazards)
            hazards.push_back({{"rule", hazard.rule}, {"message", hazard.message}});
        statements[i]["hazards"] = std::move(hazards);
    }
    nlohmann::ordered_json all{{"from", report.from},
                               {"to", report.to},
                               {"complete", is_complete(report)},
                               {"statements", std::move(statements)},
                               {"withheld", statements_json(report.withheld)},
                               {"unsupported", report.script.impossible},
                               {"notes", report.script.remarks}};
    if (report.trial) {
        auto unverified = report.trial->not_seen;
        for (const auto& what : report.trial->left)
            unverified.push_back("still different: " + what);
        all["proven"] = report.trial->is_whole();
        all["failure"] = nullptr;
        if (!report.trial->failure.empty())
            all["failure"] = report.trial->failure;
        all["unverified"] = unverified;
    }
    all["rows"] = report.rows;
    return all.dump(2) + "\n";
}

} // namespace pgmend::report
