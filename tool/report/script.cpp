#include "report/script.hpp"

#include "report/style.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

/// Every line of a text as a comment.
std::string commented(const std::string& text) {
    std::string result = "-- ";
    for (const char c : text) {
        result += c;
        if (c == '\n')
            result += "-- ";
    }
    return result;
}

bool makes_function(const schema::Statement& statement) {
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
        text += "-- Function bodies may name what is made after them.\nSET check_function_bodies = off;\n\n";
    for (const auto& statement : script.statements) {
        if (!statement.data_loss.empty())
            text += fmt::format("-- loses {}\n", statement.data_loss);
        if (!statement.lock.empty())
            text += fmt::format("-- locks {}{}\n", statement.lock,
                                statement.in_transaction ? "" : ", for moments");
        if (!statement.in_transaction)
            text += "-- runs outside a transaction\n";
        if (statement.apart)
            text += "-- in a transaction of its own: it reads all rows\n";
        const bool given = allow_drop || statement.data_loss.empty();
        text += given ? statement.sql + ";\n"
                      : "-- withheld, it needs --allow-drop:\n" + commented(statement.sql) + ";\n";
    }
    for (const auto& sentence : script.impossible)
        text += commented("not possible: " + sentence) + "\n";
    for (const auto& sentence : script.remarks)
        text += commented(sentence) + "\n";
    return text;
}

std::string script_text(const ScriptReport& report) {
    const auto& statements = report.script.statements;
    if (statements.empty() && report.script.impossible.empty())
        return fmt::format("-- No statement is needed: {} is like {}.\n", report.from, report.to) +
               script_sql(report.script, report.allow_drop);
    auto text = fmt::format("-- Turns {} into {}.\n-- {}", report.from, report.to,
                            count(statements.size(), "statement"));
    const auto outside = std::ranges::count_if(statements, [](const auto& s) { return !s.in_transaction; });
    if (outside > 0)
        text += fmt::format(", {} outside a transaction", outside);
    if (const auto missing = withheld(report); missing > 0)
        text += fmt::format(", {} withheld because data would be lost (--allow-drop)", missing);
    text += ".\n";
    if (!report.role.empty())
        text += fmt::format("-- To be run by {}.\n", report.role);
    if (report.proven)
        text += *report.proven ? "-- Proven: tried on a copy of the schema, nothing is left.\n"
                               : "-- NOT proven on a copy of the schema:\n";
    for (const auto& doubt : report.doubts)
        text += commented("  " + doubt) + "\n";
    return text + "\n" + script_sql(report.script, report.allow_drop);
}

std::string script_json(const ScriptReport& report) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& statement : report.script.statements) {
        nlohmann::ordered_json one{{"sql", statement.sql},
                                   {"kind", schema::to_string(statement.object.kind)},
                                   {"object", display(statement.object)},
                                   {"in_transaction", statement.in_transaction},
                                   {"apart", statement.apart},
                                   {"lock", nullptr},
                                   {"data_loss", nullptr},
                                   {"withheld", !report.allow_drop && !statement.data_loss.empty()}};
        if (!statement.lock.empty())
            one["lock"] = statement.lock;
        if (!statement.data_loss.empty())
            one["data_loss"] = statement.data_loss;
        list.push_back(std::move(one));
    }
    nlohmann::ordered_json all{{"from", report.from},
                               {"to", report.to},
                               {"complete", is_complete(report)},
                               {"statements", std::move(list)},
                               {"impossible", report.script.impossible},
                               {"remarks", report.script.remarks}};
    if (report.proven) {
        all["proven"] = *report.proven;
        all["doubts"] = report.doubts;
    }
    return all.dump(2) + "\n";
}

} // namespace pgmend::report
