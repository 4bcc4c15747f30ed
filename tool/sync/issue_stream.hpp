#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pgmend::sync {

/// A value in the input that should be an issue, and its position.
struct StreamItem {
    std::string_view text; ///< valid until the next call of next()
    std::size_t line = 0;  ///< from 1
    std::size_t offset = 0;
    bool too_long = false; ///< `text` is only the beginning of the value
};

/// Splits a stream of JSON into issues without parsing the whole document; the memory is limited by the
/// longest issue. The input is an array of issues, an object with the array under "issues", objects one after
/// the other, or one object per line (NDJSON). Only brackets and quotes are examined; the mapping checks the
/// rest. An invalid issue does not affect those after it: if it started at the beginning of a line, it ends
/// at a later line that starts in the same way, unless that line may be part of its contents.
class IssueStream {
  public:
    /// Fills the buffer with at most this number of bytes. Returns the number of bytes; 0 = the end.
    using Read = std::function<std::size_t(char*, std::size_t)>;

    explicit IssueStream(Read read, std::size_t max_size = std::size_t{64} << 20);
    /// Returns false at the end of the input.
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
    std::size_t at_ = 0;        ///< current position in the buffer
    std::size_t discarded_ = 0; ///< bytes before the buffer
    std::size_t line_ = 1;
    std::size_t line_begin_ = 0; ///< offset of the current line in the input
    bool line_is_blank_ = true;  ///< so far, the current line is blank
    bool ended_ = false;
    bool one_a_line_ = false; ///< an issue that fills a line was found
    Place place_ = Place::top;
    bool wrapped_ = false;      ///< the array stands under "issues"
    bool wrapper_open_ = false; ///< the object around it has not ended

    // The current value:
    std::size_t begin_ = 0; ///< position in the buffer
    bool has_value_ = false;
    std::size_t first_line_ = 0;
    std::size_t offset_ = 0;
    std::size_t column_ = 0;
    bool began_line_ = false;
    bool too_long_ = false;
    std::string brackets_; ///< open brackets
    bool quoted_ = false;
    bool escaped_ = false;
    std::size_t quote_ = 0; ///< start of the string
    char last_ = '\0';      ///< the last character that is not white space
    bool key_expected_ = false;
    bool may_wrap_ = false; ///< an object at the top level that does not look like an issue so far
    bool issues_key_ = false;
};

} // namespace pgmend::sync
