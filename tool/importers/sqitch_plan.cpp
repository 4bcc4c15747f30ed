#include "importers/sqitch_plan.hpp"

#include "base/error.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

/// "… 2024-01-01T12:00:00Z Name <mail> # note": the words behind the dependencies in brackets.
std::string created_in(std::string_view line) {
    for (const auto word : revision::split_words(line))
        if (word.size() == 20 && word[4] == '-' && word[10] == 'T' && word.ends_with('Z'))
            return std::string(word);
    return {};
}

std::string note_in(std::string_view line) {
    const auto at = line.find('#');
    return at == std::string_view::npos ? std::string() : std::string(revision::trimmed(line.substr(at + 1)));
}

} // namespace

std::vector<PlannedChange> parse_sqitch_plan(std::string_view text, const std::string& file) {
    std::vector<PlannedChange> changes;
    std::map<std::string, int, std::less<>> uses;
    std::string tag;
    for (revision::LineReader reader(text); reader.next();) {
        auto line = revision::trimmed(reader.line());
        if (line.empty() || line.starts_with('#') || line.starts_with('%'))
            continue;
        if (line.starts_with('-'))
            throw UsageError("the plan reverts a change")
                .at({file, reader.number()})
                .with_hint("remove both lines from the plan if no database needs them");
        if (line.starts_with('+'))
            line = revision::trimmed(line.substr(1));
        const std::string word(line.substr(0, line.find_first_of(" \t")));
        if (word.starts_with('@')) {
            tag = word;
            continue;
        }
        const int number = ++uses[word];
        if (number > 1) // what was deployed until then is in the file named after the tag
            for (auto& earlier : changes)
                if (earlier.name == word && earlier.script == word)
                    earlier.script = word + tag;
        changes.push_back({.name = word,
                           .id = number == 1 ? word : fmt::format("{}_{}", word, number),
                           .script = word,
                           .created = created_in(line),
                           .note = note_in(line)});
    }
    return changes;
}

} // namespace pgmend::importers
