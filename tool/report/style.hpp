#pragma once

#include <string>
#include <string_view>

namespace pgmend::report {

/// The format of results. Every command has text and json. dot and mermaid are diagrams of a graph.
enum class Format { text, json, dot, mermaid, sarif, junit, github, gitlab, markdown, html };
enum class ColorMode { automatic, always, never };

/// Stands for the escape character of a color code until the text is printed. Text from a database cannot
/// contain it, while an escape character in such a text is data.
inline constexpr char color_mark = '\0';

/// Whether and how the output on a stream is colored.
class Style {
  public:
    Style() = default;
    explicit Style(bool color) : color_(color) {}
    /// `descriptor` is 1 or 2. automatic = colors if it is a terminal and neither NO_COLOR nor TERM=dumb is
    /// set.
    static Style of(ColorMode mode, int descriptor);

    bool colored() const noexcept { return color_; }
    std::string bold(std::string_view text) const { return paint("1", text); }
    std::string dim(std::string_view text) const { return paint("2", text); }
    std::string red(std::string_view text) const { return paint("31", text); }
    std::string green(std::string_view text) const { return paint("32", text); }
    std::string yellow(std::string_view text) const { return paint("33", text); }
    std::string cyan(std::string_view text) const { return paint("36", text); }
    /// One of six colors, so that adjacent numbers have different colors.
    std::string color(std::size_t number, std::string_view text) const;

  private:
    std::string paint(std::string_view code, std::string_view text) const;

    bool color_ = false;
};

/// The number of columns of a UTF-8 text; each character counts as one.
std::size_t width(std::string_view text);
/// Longer lines of prose are wrapped.
inline constexpr std::size_t text_columns = 100;

/// The text, shortened with an ellipsis if it is wider than `columns`.
std::string cut(std::string_view text, std::size_t columns);
/// Wraps the text into lines of at most `columns` (a longer word gets a line of its own), with `indent`
/// before all lines except the first. Line breaks in the text are kept.
std::string wrapped(std::string_view text, std::size_t columns, std::string_view indent);
/// The text, padded with spaces or shortened with an ellipsis to exactly `columns`.
std::string fit(std::string_view text, std::size_t columns);
/// "0.8 ms", "12 ms", "3.4 s", "2 min 5 s".
std::string duration(double milliseconds);
/// "1 statement", "3 statements".
std::string count(std::size_t number, std::string_view noun);

} // namespace pgmend::report
