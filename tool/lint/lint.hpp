#pragma once

#include "lint/rules.hpp"

#include <functional>
#include <set>
#include <span>

namespace pgmend::lint {

struct Options {
    std::set<std::string, std::less<>> silent; ///< rules that are not applied
    /// If there is a database, called for each sub-command: whether it rewrites its table.
    std::function<std::optional<bool>(const statement::Statement& part)> rewrites;
};

/// Examines the statements of a section in order.
class SectionLinter {
  public:
    SectionLinter(Section section, std::string file, Options options);
    SectionLinter(const SectionLinter&) = delete;
    SectionLinter& operator=(const SectionLinter&) = delete;

    /// The hazards of the next statement, without those that `-- pgmend:allow` names. Throws UsageError if it
    /// names anything but rules and `if-not-exists`, which is for the migrator.
    std::vector<Finding> next(const statement::Statement& statement);
    /// Skips a statement that will not be run.
    void skip() { past_.enter(); }

  private:
    void check(const StatementContext& context, std::vector<Finding>& findings) const;

    Section section_;
    std::string file_;
    Options options_;
    Past past_;
};

/// The hazards of all statements of a section, in the order of the text. Throws like SectionLinter::next().
std::vector<Finding> lint(const Section& section, std::span<const statement::Statement> statements,
                          const std::string& file, const Options& options = {});

} // namespace pgmend::lint
