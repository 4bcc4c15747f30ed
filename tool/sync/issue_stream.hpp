#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pgmend::sync {

/// One value of the input that should be an issue, and where it stands.
struct StreamItem {
    std::string_view text; ///< valid until the next call of next()
    std::size_t line = 0;  ///< from 1
    std::size_t offset = 0;
    bool too_long = false; ///< `text` is but its beginning
};

/// Cuts a stream of JSON into issues without building the document, in memory bounded by the longest issue:
/// an array of issues, an object with the array under "issues", objects one after the other, or one on each
/// line (NDJSON). It looks only at brackets and quotes; what is in between is for the mapping to judge. A
/// broken issue does not swallow those behind it: where it began a line, a line that begins alike ends it,
/// unless that may well be its own content.
class IssueStream {
  public:
    /// Fills the buffer with at most so many bytes and returns how many; 0 = the end.
    using Read = std::function<std::size_t(char*, std::size_t)>;

    explicit IssueStream(Read read, std::size_t max_size = std::size_t{64} << 20);
    /// False at the end of the input.
    bool next(StreamItem& item);
    /// After the end: what is still open there, as "an array"; empty = the document is whole.
    std::string_view open_at_end() const;
    /// How many bytes have been read.
    std::size_t size() const noexcept { return discarded_ + buffer_.size(); }

  private:
    enum class Place { top, in_array, behind_array };
    enum class Step { more, ended, wrapper };

    bool more();
    bool available() { return at_ < buffer_.size() || more(); }
    bool skip_to_value();
    void count_line();
    void skip_wrapper();
    Step read_object();
    Step in_string();
    Step outside(char c);
    void key_ended();
    void read_plain();
    bool new_line_breaks();
    void begin_value();
    void give(StreamItem& item);

    Read read_;
    std::size_t max_size_;
    std::string buffer_;
    std::size_t at_ = 0;        ///< where reading goes on in the buffer
    std::size_t discarded_ = 0; ///< bytes before the buffer
    std::size_t line_ = 1;
    std::size_t line_begin_ = 0; ///< offset of the current line in the input
    bool line_is_blank_ = true;  ///< so far
    bool ended_ = false;
    bool one_a_line_ = false; ///< an issue has been seen that fills a line
    Place place_ = Place::top;
    bool wrapped_ = false;      ///< the array stands under "issues"
    bool wrapper_open_ = false; ///< the object around it has not ended

    // Of the value in hand:
    std::size_t begin_ = 0; ///< in the buffer
    bool has_value_ = false;
    std::size_t first_line_ = 0;
    std::size_t offset_ = 0;
    std::size_t column_ = 0;
    bool began_line_ = false;
    bool too_long_ = false;
    std::string brackets_; ///< those open
    bool quoted_ = false;
    bool escaped_ = false;
    std::size_t quote_ = 0; ///< where the string began
    char last_ = '\0';      ///< the last character that is no space
    bool key_expected_ = false;
    bool may_wrap_ = false; ///< an object at the top that has shown no sign of being an issue
    bool issues_key_ = false;
};

} // namespace pgmend::sync
