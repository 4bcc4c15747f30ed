#pragma once

#include "base/error.hpp"
#include "report/style.hpp"
#include "schema/diff.hpp"

#include <functional>
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
    std::vector<std::vector<std::string>> sample; ///< the first rows
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
    /// Returns the file and line of the migration that creates an object; may be empty.
    std::function<SourceLocation(const schema::ObjectId&)> defined_at;
};

/// The stable rule id of a finding, such as "schema/column-missing", "…-unexpected" or "…-different".
std::string rule_id(const schema::Finding& finding);
/// A sentence that describes a finding.
std::string sentence(const schema::Finding& finding);
/// The position where the object of a finding is defined; empty if it is not known.
SourceLocation definition_of(const DriftReport& report, const schema::Finding& finding);

std::string drift_text(const DriftReport& report, const Style& style);
std::string drift_json(const DriftReport& report);
/// The report as SARIF 2.1.0.
std::string drift_sarif(const DriftReport& report);
std::string drift_junit(const DriftReport& report);
/// The report as annotations of GitHub Actions (workflow commands).
std::string drift_github(const DriftReport& report);
std::string drift_markdown(const DriftReport& report);
/// The report as a self-contained page, without scripts and external files, for light and dark mode.
std::string drift_html(const DriftReport& report);

} // namespace pgmend::report
