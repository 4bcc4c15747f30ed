#pragma once

#include "base/error.hpp"
#include "report/style.hpp"
#include "schema/diff.hpp"

#include <functional>
#include <string>
#include <vector>

namespace pgmend::report {

/// The outcome of one check of checks/*.sql.
struct CheckResult {
    enum class Status { pass, fail, error } status = Status::pass;
    std::string name;
    std::string message; ///< what a returned row means; for an error, why it could not be told
    std::string severity;
    std::string file;
    std::size_t rows = 0;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> sample; ///< the first rows
};

/// What check and diff found; the three outcomes are equal, drift, and could not tell.
struct DriftReport {
    std::string expected; ///< what was compared, for people: "checks/schema.json", "migrations at 559c…"
    std::string actual;
    schema::Diff diff;
    std::vector<std::string> accepted; ///< findings that a rule or the baseline accepts, with the reason
    std::vector<std::string>
        same_meaning; ///< written differently on both sides, but the server takes it for the same
    std::vector<std::string> could_not_tell;
    std::vector<std::string> warnings;
    std::vector<CheckResult> checks;
    /// The file and line of the migration that creates an object; may be empty.
    std::function<SourceLocation(const schema::ObjectId&)> defined_at;
};

/// "missing", "unexpected" or "different" of a kind, as the stable rule id "schema/column-missing".
std::string rule_id(const schema::Finding& finding);
/// One sentence on a finding.
std::string sentence(const schema::Finding& finding);
/// Where the object of a finding is defined; empty if that is not known.
SourceLocation definition_of(const DriftReport& report, const schema::Finding& finding);

std::string drift_text(const DriftReport& report, const Style& style);
std::string drift_json(const DriftReport& report);
/// SARIF 2.1.0
std::string drift_sarif(const DriftReport& report);
std::string drift_junit(const DriftReport& report);
/// Annotations of GitHub Actions (workflow commands).
std::string drift_github(const DriftReport& report);
std::string drift_markdown(const DriftReport& report);
/// A page that stands alone: no scripts, nothing loaded, light and dark.
std::string drift_html(const DriftReport& report);

} // namespace pgmend::report
