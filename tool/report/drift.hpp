#pragma once

#include "base/error.hpp"
#include "report/style.hpp"
#include "schema/diff.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::report {

/// The outcome of one check in checks/*.sql.
struct CheckResult {
    enum class Status { pass, fail, error } status = Status::pass;
    std::string name;
    std::string message; ///< the meaning of a returned row; for an error, why the result is undetermined
    std::string severity;
    std::string file;
    std::size_t rows = 0;
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> sample; ///< the first rows; no value = NULL
};

/// Which database was looked at, and when.
struct Origin {
    std::string database;
    std::string server;                 ///< "localhost:5432", "socket \"/run/postgresql\""
    std::string server_version;         ///< "15.14"
    std::vector<std::string> revisions; ///< rows of the version table
    std::string time;                   ///< UTC, ISO 8601
};

/// The result of check and diff: equal, drift, or undetermined.
struct DriftReport {
    std::string expected; ///< the names of what was compared: "checks/schema.json", "migrations at 559c…"
    std::string actual;
    schema::Diff diff;
    std::vector<std::string> accepted; ///< findings that a rule or the baseline accepts, with the reason
    /// Written differently on both sides, but equivalent for the server.
    std::vector<std::string> same_meaning;
    std::vector<std::string> could_not_tell;
    std::vector<std::string> warnings;
    std::vector<CheckResult> checks;
    /// The file and line of the migration statement that a difference is about; may be empty.
    std::function<SourceLocation(const schema::Finding&)> defined_at;
    SourceLocation elsewhere;     ///< the place of a difference of which nothing better is known
    std::optional<Origin> origin; ///< empty where no database was looked at
};

/// "Database app on localhost:5432, server version 15.14, revision 559c…; 2026-12-01T12:00:00Z, pgmend 0.1.0"
std::string origin_text(const Origin& origin);
/// How many checks have failed.
std::size_t failed_checks(const DriftReport& report);

/// "missing", "unexpected" or "different" of a kind, as the stable rule id "schema/column-missing".
std::string rule_id(const schema::Finding& finding);
/// A sentence that describes a finding.
std::string sentence(const schema::Finding& finding);
/// Where the object of a finding is defined; `elsewhere` if that is not known.
SourceLocation definition_of(const DriftReport& report, const schema::Finding& finding);

std::string drift_text(const DriftReport& report, const Style& style);
std::string drift_json(const DriftReport& report);
/// SARIF 2.1.0, in the form and within the limits that GitHub's code scanning asks for.
std::string drift_sarif(const DriftReport& report);
std::string drift_junit(const DriftReport& report);
/// The report as annotations of GitHub Actions (workflow commands).
std::string drift_github(const DriftReport& report);
std::string drift_markdown(const DriftReport& report);
/// The report as a self-contained page, without scripts and external files, for light and dark mode.
std::string drift_html(const DriftReport& report);

} // namespace pgmend::report
