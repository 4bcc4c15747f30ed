#pragma once

#include "schema/statements.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::report {

/// Statements that change one schema into another, for the user and for psql.
struct ScriptReport {
    std::string from; ///< where to run them: "the database tracker"
    std::string to;   ///< the resulting schema
    schema::Script script;
    bool allow_drop = false;         ///< false: statements that lose data are comments
    std::string role;                ///< the role that must run them; empty = a superuser
    std::optional<bool> proven;      ///< whether they were proven on a copy; no value = not tried
    std::vector<std::string> doubts; ///< what could not be proven
};

/// The number of statements that are withheld because they lose data.
std::size_t withheld(const ScriptReport& report);
/// Whether every difference has a statement, and no statement is withheld.
bool is_complete(const ScriptReport& report);

/// The statements, with their locks and data loss as comments and without a header, for a section of a
/// revision file.
std::string script_sql(const schema::Script& script, bool allow_drop);
/// The statements that make a schema where there is none, for people to read: a paragraph for each table,
/// view, …, without locks.
std::string schema_sql(const schema::Script& script);
/// A script that psql can run.
std::string script_text(const ScriptReport& report);
std::string script_json(const ScriptReport& report);

} // namespace pgmend::report
