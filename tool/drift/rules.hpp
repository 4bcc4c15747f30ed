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
    std::vector<std::string> accepted; ///< a sentence each
    std::vector<std::string> warnings; ///< rules that match nothing or have expired; lines without values
};

/// Applies the rules. `today` is YYYY-MM-DD.
Ruled apply_rules(const std::vector<schema::Finding>& findings, const std::vector<Rule>& rules,
                  const std::string& today);

/// Whether a rule that is valid today accepts the finding.
bool is_accepted(const schema::Finding& finding, const std::vector<Rule>& rules, const std::string& today);

/// "different column public.t.c type"
std::string name_of(const schema::Finding& finding);

/// Whether a text matches a pattern with `*` and `?`.
bool matches(std::string_view pattern, std::string_view text);

} // namespace pgmend::drift
