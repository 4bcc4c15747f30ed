#pragma once

#include "revision/revision.hpp"

#include <string_view>

namespace pgmend::revision {

/// Parses the lines of a revision file's header: the message, then `key: value` lines. Other lines (prose,
/// links) are ignored.
class Header {
  public:
    /// The result is written to `revision`, whose path is used in errors.
    explicit Header(Revision& revision) : revision_(revision) {}

    /// Parses one line before the first section line. Throws UsageError for SQL, and for an unknown or
    /// duplicate key.
    void add(std::string_view line, int number);

    /// Checks that the revision has an id, and that its ids and labels are valid.
    void finish() const;

  private:
    void add_key(std::string_view key, std::string_view value, int number);
    void check_ids() const;

    Revision& revision_;
    std::vector<std::string> seen_;
    int last_line_ = 0;
    bool has_message_ = false;
};

} // namespace pgmend::revision
