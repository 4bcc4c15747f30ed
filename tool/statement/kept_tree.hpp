#pragma once

#include <memory>
#include <string>

namespace pgmend::statement {

struct ParseOutcome;
struct Statement;

/// What the parser has made of a statement's text; parse(statement) gives it back. Copies share it, and
/// nothing in it looks into the statement, which may be moved. It follows from the text, so any two are
/// equal.
class KeptTree {
  public:
    /// Does nothing where the trees that are kept already take up more memory than is good.
    void keep(const std::string& sql, const ParseOutcome& outcome);

    bool operator==(const KeptTree&) const { return true; }

  private:
    struct Entry;
    friend ParseOutcome parse(const Statement& statement);

    std::shared_ptr<const Entry> entry_;
};

} // namespace pgmend::statement
