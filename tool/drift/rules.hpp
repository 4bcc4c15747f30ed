#pragma once

#include "base/error.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// An accepted difference, from [[ignore]] in pgmend.toml. `*` matches any text, and `?` any character.
struct Rule {
    std::string kind = "*";      ///< "index", "column", …
    std::string object = "*";    ///< as in reports: "public.t.c"
    std::string attribute = "*"; ///< "option.fillfactor"; "*" also matches missing and unexpected objects
    std::string reason;
    std::string until; ///< a date, YYYY-MM-DD, from which the rule no longer applies
    SourceLocation location;
};

/// The remaining findings of a diff, and what was accepted.
struct Ruled {
    std::vector<schema::Finding> findings;
    std::vector<std::string> accepted; ///< one sentence for each
    std::vector<std::string> warnings; ///< rules that match nothing, and expired rules
};

/// Applies the rules. `today` is YYYY-MM-DD.
Ruled apply_rules(const std::vector<schema::Finding>& findings, const std::vector<Rule>& rules,
                  const std::string& today);

/// The text of a baseline file, with one line for each finding.
std::string baseline_of(const std::vector<schema::Finding>& findings);
/// The findings that are not in the text of a baseline file.
Ruled apply_baseline(const std::vector<schema::Finding>& findings, const std::string& baseline);

/// Whether a text matches a pattern with `*` and `?`.
bool matches(std::string_view pattern, std::string_view text);

} // namespace pgmend::drift
