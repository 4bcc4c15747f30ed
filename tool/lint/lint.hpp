#pragma once

#include "lint/rules.hpp"

#include <functional>
#include <set>

namespace pgmend::lint {

struct Options {
    std::set<std::string, std::less<>> silent; ///< rules that are not applied at all
    /// Asked for each sub-command when a database is at hand: whether it rewrites its table.
    std::function<std::optional<bool>(const statement::Statement& part)> rewrites;
};

/// The hazards of one statement of a section. What `-- pgmend:allow` names is left out.
std::vector<Finding> lint_statement(const Section& section, std::size_t index, const std::string& file,
                                    const Options& options = {});

/// The hazards of all statements of a section, in the order of the text. Throws UsageError when a
/// `-- pgmend:allow` names a rule that does not exist.
std::vector<Finding> lint(const Section& section, const std::string& file, const Options& options = {});

} // namespace pgmend::lint
