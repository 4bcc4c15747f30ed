#pragma once

#include "revision/revision.hpp"

#include <string_view>

namespace pgmend::revision {

/// Collects the lines of a revision file's header: the message, then `key: value` lines. Lines that are
/// neither (prose, links) are left alone.
class Header {
  public:
    /// What is read goes into `revision`, whose path the errors name.
    explicit Header(Revision& revision) : revision_(revision) {}

    /// Takes one line in front of the first section mark. Throws UsageError for SQL, and for a key that is
    /// unknown or given twice.
    void add(std::string_view line, int number);

    /// Checks that the revision is named, and its ids and labels are legal.
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
