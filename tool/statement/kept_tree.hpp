#pragma once

#include <memory>
#include <string>

namespace pgmend::statement {

struct ParseOutcome;
struct Statement;

/// The cached parse tree of a statement's text, which parse(statement) returns. Copies share the tree. It
/// does not point into the statement, which may be moved. Because it is derived from the text, any two are
/// equal.
class KeptTree {
  public:
    /// Does nothing if the cached trees already use too much memory.
    void keep(const std::string& sql, const ParseOutcome& outcome);

    bool operator==(const KeptTree&) const { return true; }

  private:
    struct Entry;
    friend ParseOutcome parse(const Statement& statement);

    std::shared_ptr<const Entry> entry_;
};

} // namespace pgmend::statement
