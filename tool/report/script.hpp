#pragma once

#include "schema/statements.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::report {

/// What a trial of the statements on an empty copy has shown.
struct TrialReport {
    std::string failure;               ///< the statement that failed, and why; empty = none
    std::vector<std::string> left;     ///< differences that stayed
    std::vector<std::string> not_seen; ///< what could not be tried

    bool is_whole() const { return failure.empty() && left.empty() && not_seen.empty(); }
};

/// What lint has to say of a statement.
struct StatementHazard {
    std::string rule;
    std::string message;
};

/// What a statement costs others beyond its locks.
struct StatementCost {
    std::string work = {}; ///< "scan", "build" or "rewrite"; empty = little, or not known
    std::string relation = {};
    long long bytes = 0;
    std::vector<StatementHazard> hazards = {};
};

/// Statements that turn one schema into another, for people and for psql.
struct ScriptReport {
    std::string from; ///< where to run them: "the database tracker"
    std::string to;   ///< the resulting schema
    schema::Script script;
    std::vector<StatementCost> costs; ///< one for each statement; empty = not known
    /// Statements that are not in the script because they lose data, or rely on one that does.
    std::vector<schema::DdlStatement> withheld;
    std::size_t differences_withheld = 0; ///< that stay because of those
    std::string role;                     ///< who is to run it; empty = a superuser
    std::optional<TrialReport> trial;     ///< none = not tried
    std::vector<std::string> rows;        ///< what rows in the live tables prevent; a sentence each
};

/// Whether every difference has its statement, and all are given.
bool is_complete(const ScriptReport& report);

/// The statements with what they lock and lose as comments, without a header, then those that are withheld,
/// as comments; for a section of a revision file.
std::string script_sql(const schema::Script& script, const std::vector<schema::DdlStatement>& withheld);
/// The statements that make a schema where there is none, for people to read: a paragraph for each table,
/// view and so on, without locks.
std::string schema_sql(const schema::Script& script);
/// A script that psql can run: it stops at an error, and what can be together is one transaction.
std::string script_text(const ScriptReport& report);
std::string script_json(const ScriptReport& report);

} // namespace pgmend::report
