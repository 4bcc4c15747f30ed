#pragma once

#include "base/error.hpp"
#include "schema/diff.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// A difference that is accepted, from [[ignore]] in pgmend.toml. `*` stands for any text, `?` for any
/// character.
struct Rule {
    std::string kind = "*";      ///< "index", "column", …
    std::string object = "*";    ///< as reports show it: "public.t.c"
    std::string attribute = "*"; ///< "option.fillfactor"; "*" matches missing and unexpected objects too
    std::string reason;
    std::string until; ///< a date, YYYY-MM-DD; from then on the rule does not count
    SourceLocation location;
};

/// What is left of a diff, and what was taken out of it.
struct Ruled {
    std::vector<schema::Finding> findings;
    std::vector<std::string> accepted; ///< a sentence each
    std::vector<std::string> warnings; ///< rules that match nothing or have expired; lines without values
};

/// `today` as YYYY-MM-DD.
Ruled apply_rules(const std::vector<schema::Finding>& findings, const std::vector<Rule>& rules,
                  const std::string& today);

/// Whether a rule that is valid today accepts the finding.
bool is_accepted(const schema::Finding& finding, const std::vector<Rule>& rules, const std::string& today);

/// "different column public.t.c type"
std::string name_of(const schema::Finding& finding);

/// Whether a text fits a pattern with `*` and `?`.
bool matches(std::string_view pattern, std::string_view text);

} // namespace pgmend::drift
