#pragma once

#include <cstddef>
#include <string_view>

namespace pgmend::revision {

/// Reads a text line by line. Lines are numbered from 1 and returned without CR and LF.
class LineReader {
  public:
    explicit LineReader(std::string_view text) : text_(text) {}

    /// Moves to the next line. Returns false at the end of the text.
    bool next() {
        if (end_ >= text_.size())
            return false;
        start_ = end_;
        const auto newline = text_.find('\n', start_);
        end_ = newline == std::string_view::npos ? text_.size() : newline + 1;
        line_ = text_.substr(start_, (newline == std::string_view::npos ? end_ : newline) - start_);
        if (line_.ends_with('\r'))
            line_.remove_suffix(1);
        ++number_;
        return true;
    }

    std::string_view line() const { return line_; }
    int number() const { return number_; }
    std::size_t start() const { return start_; } ///< offset of the first byte of the line
    std::size_t end() const { return end_; }     ///< offset after the line end

  private:
    std::string_view text_;
    std::string_view line_;
    std::size_t start_ = 0;
    std::size_t end_ = 0;
    int number_ = 0;
};

} // namespace pgmend::revision
