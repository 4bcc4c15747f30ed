#pragma once

#include <cstddef>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Formatter.hpp>

namespace pgmend::commands {

/// The width of help texts: that of the terminal, or 80 columns if stdout is not a terminal.
std::size_t help_columns();

/// Formats `--help` in lines of at most `columns`. The lines of a footer are paragraphs and are wrapped.
/// Lines that begin with two spaces are examples; only their comments are wrapped.
class HelpFormatter : public CLI::Formatter {
  public:
    explicit HelpFormatter(std::size_t columns);

    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
    std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override;
    std::string make_subcommand(const CLI::App* command) const override;
    std::string make_option(const CLI::Option* option, bool is_positional) const override;
    std::string make_footer(const CLI::App* app) const override;

  private:
    std::string entry(const std::string& name, const std::string& text) const;
    std::string footer_line(const std::string& line) const;

    std::size_t columns_;
};

/// How a command is called, with its required options: "pgmend jobs show JOB".
std::string usage_of(const CLI::App& command);

} // namespace pgmend::commands
