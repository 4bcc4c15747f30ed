#pragma once

#include "lint/rules.hpp"
#include "report/style.hpp"

#include <string>
#include <vector>

namespace pgmend::report {

/// The findings, each with its line of SQL, and a summary.
std::string lint_text(const std::vector<lint::Finding>& findings, std::size_t files, const Style& style);
/// {"findings": [{"rule", "severity", "message", "suggestion", "file", "line", "column", "sql"}], "files": 3}
std::string lint_json(const std::vector<lint::Finding>& findings, std::size_t files);
/// SARIF 2.1.0, with descriptions of the rules.
std::string lint_sarif(const std::vector<lint::Finding>& findings);
/// Workflow commands, which GitHub shows next to the lines.
std::string lint_github(const std::vector<lint::Finding>& findings);
/// A code quality report for GitLab.
std::string lint_gitlab(const std::vector<lint::Finding>& findings);

/// The rules with their severities and summaries.
std::string rules_text(const Style& style);
std::string rules_json();

} // namespace pgmend::report
