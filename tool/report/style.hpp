#pragma once

#include <string>
#include <string_view>

namespace pgmend::report {

/// In what form results are given. Every command knows text and json; dot and mermaid are pictures of a
/// graph.
enum class Format { text, json, dot, mermaid, sarif, junit, github, gitlab, markdown, html };
enum class ColorMode { automatic, always, never };

/// Stands for the escape character of a color's code until the text is printed: what comes from a database
/// cannot hold it, while an escape character of its own is data.
inline constexpr char color_mark = '\0';

/// Whether and how a stream is coloured.
class Style {
  public:
    Style() = default;
    explicit Style(bool color) : color_(color) {}
    /// `descriptor` is 1 or 2; automatic = a terminal, and neither NO_COLOR nor TERM=dumb is set.
    static Style of(ColorMode mode, int descriptor);

    bool colored() const noexcept { return color_; }
    std::string bold(std::string_view text) const { return paint("1", text); }
    std::string dim(std::string_view text) const { return paint("2", text); }
    std::string red(std::string_view text) const { return paint("31", text); }
    std::string green(std::string_view text) const { return paint("32", text); }
    std::string yellow(std::string_view text) const { return paint("33", text); }
    std::string cyan(std::string_view text) const { return paint("36", text); }
    /// One of six colors that differ from their neighbors'.
    std::string color(std::size_t number, std::string_view text) const;

  private:
    std::string paint(std::string_view code, std::string_view text) const;

    bool color_ = false;
};

/// How many columns a UTF-8 text takes, each character counted as one.
std::size_t width(std::string_view text);
/// How wide prose is; what is longer than that is wrapped.
inline constexpr std::size_t text_columns = 100;

/// The text, cut with an ellipsis where it is wider.
std::string cut(std::string_view text, std::size_t columns);
/// The words in lines of at most `columns` (a longer word has a line to itself), with `indent` before all but
/// the first; line breaks of the text stay.
std::string wrapped(std::string_view text, std::size_t columns, std::string_view indent);
/// The text filled up with spaces to a width, or cut with an ellipsis.
std::string fit(std::string_view text, std::size_t columns);
/// "0.8 ms", "12 ms", "3.4 s", "2 min 5 s".
std::string duration(double milliseconds);
/// "1 statement", "3 statements".
std::string count(std::size_t number, std::string_view noun);

} // namespace pgmend::report
