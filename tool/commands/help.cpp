#include "commands/help.hpp"

#include "report/style.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pgmend::commands {
namespace {

constexpr std::size_t name_columns = 30;
constexpr std::size_t piped_columns = 80;
constexpr std::size_t min_columns = 40;

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Where an example's comment begins: after the first gap of two spaces or more.
std::size_t comment_of(const std::string& line) {
    const auto word = line.find_first_not_of(' ');
    const auto gap = line.find("  ", std::min(word, line.size()));
    return gap == std::string::npos ? gap : line.find_first_not_of(' ', gap);
}

} // namespace

std::size_t help_columns() {
    winsize size{};
    const bool known = isatty(1) == 1 && ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? std::max<std::size_t>(size.ws_col, min_columns) : piped_columns;
}

HelpFormatter::HelpFormatter(std::size_t columns) : columns_(columns) {
    column_width(name_columns);
    label("SUBCOMMAND", "COMMAND");
    label("Positionals", "Arguments");
}

std::string HelpFormatter::entry(const std::string& name, const std::string& text) const {
    // On a narrow terminal the texts would be columns of single words.
    const auto indent = columns_ < 2 * name_columns ? std::size_t(8) : name_columns;
    auto line = "  " + name;
    if (text.empty())
        return line + "\n";
    const auto used = report::width(line);
    line += used + 2 > indent ? "\n" + std::string(indent, ' ') : std::string(indent - used, ' ');
    return line + report::wrapped(text, columns_ - indent, std::string(indent, ' ')) + "\n";
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
    return entry(make_option_name(option, is_positional) + make_option_opts(option),
                 make_option_desc(option));
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
    return entry(command->get_name(), command->get_description());
}

std::string HelpFormatter::make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const {
    auto text = Formatter::make_subcommands(app, mode);
    constexpr std::string_view heading = "\nSubcommands:\n"; // CLI11's group of those that have none
    if (text.starts_with(heading))
        text.replace(0, heading.size(), "\nCommands:\n");
    return text;
}

std::string HelpFormatter::footer_line(const std::string& line) const {
    if (!line.starts_with("  "))
        return report::wrapped(line, columns_, "");
    const auto comment = comment_of(line);
    if (report::width(line) <= columns_ || comment == std::string::npos)
        return line;
    if (comment + 20 > columns_)
        return line.substr(0, line.find_last_not_of(' ', comment - 1) + 1) + "\n      " +
               report::wrapped(line.substr(comment), columns_ - 6, "      ");
    return line.substr(0, comment) +
           report::wrapped(line.substr(comment), columns_ - comment, std::string(comment, ' '));
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
    std::string text;
    if (app->get_parent() != nullptr)
        text += "\n" +
                report::wrapped("Global options: -d, --migrations, --format and others; see 'pgmend --help'.",
                                columns_, "") +
                "\n";
    std::istringstream lines(app->get_footer());
    for (std::string line; std::getline(lines, line);)
        text += footer_line(line) + "\n";
    return text;
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
    auto text = report::wrapped(app->get_description(), columns_, "") + "\n\n" + make_usage(app, name) +
                make_positionals(app);
    const bool whole = app->get_parent() == nullptr; // what there is to do comes before how
    text += whole ? make_subcommands(app, mode) + make_groups(app, mode)
                  : make_groups(app, mode) + make_subcommands(app, mode);
    return text + make_footer(app);
}

std::string usage_of(const CLI::App& command) {
    std::string words = command.get_name();
    for (const auto* parent = command.get_parent(); parent != nullptr; parent = parent->get_parent())
        words = parent->get_name() + " " + words;
    for (const auto* argument : command.get_options({})) {
        if (!argument->get_positional()) {
            if (argument->get_required())
                words += fmt::format(" --{} {}", argument->get_lnames().front(), argument->get_type_name());
            continue;
        }
        auto name = upper(argument->get_name(true));
        if (argument->get_items_expected_max() > 1)
            name += "...";
        words += argument->get_required() ? " " + name : " [" + name + "]";
    }
    return words;
}

} // namespace pgmend::commands
