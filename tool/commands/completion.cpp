#include "commands/completion.hpp"

#include "base/error.hpp"
#include "lint/rules.hpp"
#include "revision/directory.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include <CLI/App.hpp>

namespace pgmend::commands {
namespace {

using Words = std::vector<std::string>;

/// Where the words before the cursor lead to.
struct Place {
    const CLI::App* level;                 ///< the innermost command
    const CLI::Option* value_of = nullptr; ///< the option that waits for its value
    std::size_t arguments = 0;             ///< of the innermost command, given so far
    bool only_arguments = false;           ///< behind "--"
};

bool takes_value(const CLI::Option& option) {
    return option.get_items_expected_max() > 0;
}

/// The option of that name, of the innermost command or of those around it.
const CLI::Option* find_option(const CLI::App* level, const std::string& name) {
    for (; level != nullptr; level = level->get_parent())
        if (const auto* option = level->get_option_no_throw(name);
            option != nullptr && option->nonpositional())
            return option;
    return nullptr;
}

const CLI::App* find_command(const CLI::App& level, const std::string& name) {
    for (const auto* command : level.get_subcommands({}))
        if (command->get_name() == name)
            return command;
    return nullptr;
}

/// "-d URL", "-dURL", "-qv", "--option value", "--option=value".
void pass_option(Place& place, const std::string& word, const std::string& next) {
    if (word.find('=') != std::string::npos)
        return;
    const bool has_long_name = word.starts_with("--");
    const auto name = has_long_name ? word : word.substr(0, 2);
    const auto* option = find_option(place.level, name);
    if (option == nullptr || !takes_value(*option) || (!has_long_name && word.size() > 2))
        return;
    const bool optional = option->get_type_name().starts_with('[');
    if (!optional || (!next.starts_with('-') && find_command(*place.level, next) == nullptr))
        place.value_of = option;
}

Place find_place(const CLI::App& app, const Words& words, std::string& migrations) {
    Place place{.level = &app};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const auto& word = words[i];
        if (place.value_of != nullptr) {
            if (place.value_of->check_lname("migrations"))
                migrations = word;
            place.value_of = nullptr;
        } else if (word == "--") {
            place.only_arguments = true;
        } else if (word.size() > 1 && word.front() == '-' && !place.only_arguments) {
            pass_option(place, word, words[i + 1]);
            if (word.starts_with("--migrations="))
                migrations = word.substr(word.find('=') + 1);
        } else if (const auto* command = find_command(*place.level, word);
                   command != nullptr && place.arguments == 0) {
            place.level = command;
        } else {
            ++place.arguments;
        }
    }
    return place;
}

std::string first_line(const std::string& text) {
    auto line = text.substr(0, text.find('\n'));
    if (line.size() < text.size())
        line += " …";
    return line;
}

/// "a|b|c", and the check of CLI11 that writes itself as "TEXT:{a,b,c}".
Words choices(const std::string& type) {
    auto list = type;
    char separator = '|';
    if (const auto brace = type.find('{'); brace != std::string::npos && type.back() == '}') {
        list = type.substr(brace + 1, type.size() - brace - 2);
        separator = ',';
    } else if (type.find('|') == std::string::npos) {
        return {};
    }
    Words words;
    for (std::size_t from = 0; from <= list.size();) {
        const auto to = std::min(list.find(separator, from), list.size());
        words.push_back(list.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

class Offer {
  public:
    /// `typed` is what candidates must begin with; `before` stands in front of it, as "--format=".
    Offer(std::string typed, std::string before) : typed_(std::move(typed)), before_(std::move(before)) {}

    void add(std::string_view word, const std::string& help = {}) {
        if (word.starts_with(typed_))
            completion.candidates.push_back({before_ + std::string(word), first_line(help)});
    }

    void options_of(const CLI::App* level) {
        std::set<std::string> seen; // --help stands at every level
        for (; level != nullptr; level = level->get_parent())
            for (const auto* option : level->get_options())
                for (const auto& name : option->get_lnames())
                    if (!option->get_group().empty() && seen.insert(name).second)
                        add("--" + name, option->get_description());
    }

    void commands_of(const CLI::App& level) {
        for (const auto* command : level.get_subcommands({}))
            if (!command->get_group().empty())
                add(command->get_name(), command->get_description());
    }

    void values_of(const CLI::Option& option, const std::string& migrations) {
        const auto type = option.get_type_name();
        if (type.starts_with("FILE") || type.starts_with("SOURCE"))
            completion.paths = Completion::Paths::files;
        if (type.starts_with("DIR") || type.starts_with("[DIR"))
            completion.paths = Completion::Paths::folders;
        if (type.starts_with("SOURCE"))
            add("migrations", "the schema that they create, on a throwaway server");
        if (type.starts_with("RULE"))
            for (const auto& rule : lint::rules())
                add(rule.id, std::string(rule.summary));
        if (type.starts_with("REV"))
            revisions(migrations);
        for (const auto& word : choices(type))
            add(word);
    }

    Completion completion;

  private:
    void revisions(const std::string& migrations) {
        add("head", "the newest revision");
        add("heads", "the newest revisions of all branches");
        add("base", "before the first revision");
        try {
            for (const auto& revision : revision::load(migrations).revisions) {
                add(revision.id, revision.message);
                for (const auto& label : revision.branch_labels)
                    add(label + "@head", "the newest revision of the branch");
            }
        } catch (const Error&) { // no folder, or a file with a mistake: the command itself will tell
        }
    }

    std::string typed_, before_;
};

/// The argument that stands at that place: the last one takes all that follow when it takes many.
const CLI::Option* argument(const CLI::App& level, std::size_t place) {
    for (const auto* option :
         level.get_options([](const CLI::Option* one) { return one->get_positional(); })) {
        const auto max_values = static_cast<std::size_t>(std::max(option->get_items_expected_max(), 1));
        if (place < max_values)
            return option;
        place -= max_values;
    }
    return nullptr;
}

} // namespace

Completion complete(const CLI::App& app, const Words& words, std::string migrations) {
    const auto typed = words.empty() ? std::string() : words.back();
    const auto place = find_place(app, words, migrations);
    if (place.value_of != nullptr) {
        Offer offer(typed, "");
        offer.values_of(*place.value_of, migrations);
        return offer.completion;
    }
    if (typed.starts_with('-') && !place.only_arguments) {
        const auto equals = typed.find('=');
        if (equals == std::string::npos) {
            Offer offer(typed, "");
            offer.options_of(place.level);
            return offer.completion;
        }
        Offer offer(typed.substr(equals + 1), typed.substr(0, equals + 1));
        if (const auto* option = find_option(place.level, typed.substr(0, equals)))
            offer.values_of(*option, migrations);
        return offer.completion;
    }
    Offer offer(typed, "");
    if (place.arguments == 0)
        offer.commands_of(*place.level);
    if (const auto* option = argument(*place.level, place.arguments))
        offer.values_of(*option, migrations);
    return offer.completion;
}

std::string completion_text(const Completion& completion) {
    using enum Completion::Paths;
    std::string text = completion.paths == files     ? "files\n"
                       : completion.paths == folders ? "folders\n"
                                                     : "none\n";
    for (const auto& [word, help] : completion.candidates)
        text += help.empty() ? word + "\n" : word + "\t" + help + "\n";
    return text;
}

} // namespace pgmend::commands
