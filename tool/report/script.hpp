#pragma once

#include "schema/statements.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::report {

/// Statements that turn one schema into another, for people and for psql.
struct ScriptReport {
    std::string from; ///< what they are to be run on: "the database tracker"
    std::string to;   ///< what comes out
    schema::Script script;
    bool allow_drop = false;         ///< else what loses data is shown as a comment
    std::string role;                ///< who is to run it; empty = a superuser
    std::optional<bool> proven;      ///< by a trial on a copy; none = not tried
    std::vector<std::string> doubts; ///< what the trial has left open
};

/// The statements that lose data, which are withheld unless that is allowed.
std::size_t withheld(const ScriptReport& report);
/// Whether every difference has its statement, and all are given.
bool is_complete(const ScriptReport& report);

/// The statements with what they lock and lose as comments, without a header; for a section of a revision
/// file.
std::string script_sql(const schema::Script& script, bool allow_drop);
/// The statements that make a schema where there is none, for people to read: a paragraph for each table,
/// view, …, without locks.
std::string schema_sql(const schema::Script& script);
/// A script that psql can run.
std::string script_text(const ScriptReport& report);
std::string script_json(const ScriptReport& report);

} // namespace pgmend::report
