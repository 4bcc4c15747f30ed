#include "manual/command_page.hpp"

#include "manual/roff.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

namespace pgmend::manual {
namespace {

std::vector<const CLI::Option*> options_of(const CLI::App& command, bool positional) {
    return command.get_options([positional](const CLI::Option* option) {
        return option->get_positional() == positional && !option->get_group().empty();
    });
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App* command) { return !command->get_group().empty(); });
}

/// A description's lines are laid out for a terminal; a page lays out its own.
std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

std::string meaning(const CLI::Option& option) {
    auto text = escaped(one_line(option.get_description()));
    if (const auto preset = option.get_default_str(); !preset.empty() && option.get_items_expected_max() > 0)
        text += fmt::format(" (default: {})", escaped(preset));
    return text;
}

std::string option_entry(const CLI::Option& option) {
    std::string names;
    for (const auto& name : option.get_snames())
        names += (names.empty() ? "" : ", ") + bold(escaped("-" + name));
    for (const auto& name : option.get_lnames())
        names += (names.empty() ? "" : ", ") + bold(escaped("--" + name));
    if (option.get_items_expected_max() > 0)
        names += fmt::format(" \\fI{}\\fR", escaped(option.get_type_name()));
    return entry(names, meaning(option));
}

std::string argument_usage(const CLI::Option& option) {
    auto name = fmt::format("\\fI{}\\fR", escaped(option.get_name(true)));
    if (option.get_items_expected_max() > 1)
        name += "...";
    return option.get_required() ? name : "[" + name + "]";
}

/// "pgmend upgrade [options] [target]"
std::string synopsis(const CLI::App& command, const std::string& words) {
    auto line = bold(escaped(words)) + " [\\fIoptions\\fR]";
    for (const auto* argument : options_of(command, true))
        line += " " + argument_usage(*argument);
    if (!commands_of(command).empty())
        line += " \\fIcommand\\fR";
    return line + "\n";
}

std::string option_entries(const CLI::App& command) {
    std::string roff;
    for (const auto* argument : options_of(command, true))
        roff += entry(fmt::format("\\fI{}\\fR", escaped(argument->get_name(true))), meaning(*argument));
    for (const auto* option : options_of(command, false))
        roff += option_entry(*option);
    return roff;
}

/// A footer's lines that are set in are examples, shown as they are; the others are text.
std::string footer_roff(const CLI::App& command) {
    std::istringstream lines(command.get_footer());
    std::string roff;
    std::string text;
    std::string code;
    const auto end_text = [&] {
        if (!text.empty())
            roff += ".PP\n" + escaped(text) + "\n";
        text.clear();
    };
    const auto end_code = [&] {
        if (!code.empty())
            roff += verbatim(code);
        code.clear();
    };
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  ")) {
            end_text();
            code += line.substr(2) + "\n";
            continue;
        }
        end_code();
        if (line.empty())
            end_text();
        else
            text += (text.empty() ? "" : " ") + line;
    }
    end_text();
    end_code();
    return roff;
}

/// A command of a command: its own heading on the page of the outer one.
std::string inner_command(const CLI::App& command, const std::string& words) {
    return fmt::format(".SS {}\n{}\n.PP\n{}{}{}", escaped(words),
                       escaped(one_line(command.get_description())), synopsis(command, words),
                       option_entries(command), footer_roff(command));
}

std::size_t mentions(const std::string& text, const std::string& words) {
    std::size_t count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
        ++count;
    return count;
}

/// The topics that tell most of a command.
std::vector<std::string> topics_of(const std::string& command, const std::vector<Topic>& topics) {
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const auto& topic : topics)
        if (const auto count = mentions(topic.document.body, "pgmend " + command); count > 0)
            found.emplace_back(count, topic.name);
    std::ranges::stable_sort(found, std::greater(), &std::pair<std::size_t, std::string>::first);
    std::vector<std::string> names;
    for (const auto& [count, name] : found)
        if (names.size() < 3)
            names.push_back(name);
    return names;
}

std::string reference_to(const std::string& page, int section) {
    return fmt::format("{}({})", bold(escaped(page)), section);
}

} // namespace

std::string program_page(const CLI::App& app, const Document& reference, const std::vector<Topic>& topics) {
    auto page = page_head("pgmend", 1, "PostgreSQL schemas: versioned SQL migrations, drift, maintenance");
    page += ".SH SYNOPSIS\n\\fBpgmend\\fR [\\fIglobal options\\fR] \\fIcommand\\fR [\\fIoptions\\fR] "
            "[\\fIarguments\\fR]\n";
    page += fmt::format(
        ".SH DESCRIPTION\n{}\n.PP\n{}\n", escaped(one_line(app.get_description())),
        escaped("Global options can also follow the command. 'pgmend COMMAND --help' and the page "
                "pgmend-COMMAND(1) describe each command."));
    page += ".SH COMMANDS\n";
    for (const auto* command : commands_of(app))
        page += entry(reference_to("pgmend-" + command->get_name(), 1),
                      escaped(one_line(command->get_description())));
    page += ".SH OPTIONS\n" + option_entries(app);
    using Title =
        std::pair<const char*, const char*>; // in docs/cli.md, and what such a section of a page is called
    for (const auto& [title, name] : {Title("Exit codes", "EXIT STATUS"), Title("Environment", "ENVIRONMENT"),
                                      Title("Settings: pgmend.toml", "SETTINGS"), Title("JSON", "JSON")})
        page += fmt::format(".SH {}\n{}", name, roff_of(section(reference, title)));
    page += ".SH FIRST STEPS\n" + footer_roff(app);
    page += ".SH SEE ALSO\n";
    for (const auto& topic : topics)
        page += fmt::format("{} ({})\n.br\n", reference_to(topic.name, 7), escaped(topic.document.title));
    return page;
}

std::string command_page(const CLI::App& command, const std::vector<Topic>& topics) {
    const auto& name = command.get_name();
    const auto words = "pgmend " + name;
    auto page = page_head("pgmend-" + name, 1, one_line(command.get_description()));
    page += ".SH SYNOPSIS\n" + synopsis(command, words);
    page += ".SH OPTIONS\n" + option_entries(command);
    page += fmt::format(".PP\nThe global options, the environment and the exit codes are in {}.\n",
                        reference_to("pgmend", 1));
    if (const auto inner = commands_of(command); !inner.empty()) {
        page += ".SH COMMANDS\n";
        for (const auto* one : inner)
            page += inner_command(*one, words + " " + one->get_name());
    }
    page += ".SH NOTES\n" + footer_roff(command);
    page += fmt::format(".SH SEE ALSO\n{}", reference_to("pgmend", 1));
    for (const auto& topic : topics_of(name, topics))
        page += ", " + reference_to(topic, 7);
    return page + "\n";
}

std::string topic_page(const Topic& topic) {
    return page_head(topic.name, 7, topic.document.title) + ".SH DESCRIPTION\n" +
           roff_of(topic.document.body) + fmt::format(".SH SEE ALSO\n{}\n", reference_to("pgmend", 1));
}

} // namespace pgmend::manual
