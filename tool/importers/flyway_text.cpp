#include "importers/flyway_text.hpp"

#include "base/error.hpp"
#include "importers/files.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"
#include "statement/token.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

bool truth(std::string_view value, const SourceLocation& place) {
    const auto word = statement::fold(value);
    if (word != "true" && word != "false")
        throw UsageError(fmt::format("'{}' is not a valid boolean", value)).at(place);
    return word == "true";
}

void apply(FlywaySettings& settings, std::string_view key, std::string_view value,
           const SourceLocation& place) {
    if (key == "executeInTransaction") {
        settings.transaction = truth(value, place);
    } else if (key == "placeholderReplacement") {
        settings.replace_placeholders = truth(value, place);
    } else if (key == "shouldExecute" && statement::fold(value) != "true") {
        throw UsageError(
            fmt::format("shouldExecute={}: it does not run everywhere, but a revision does", value))
            .at(place)
            .with_hint("remove the setting, or move the script out of the folder");
    }
}

} // namespace

FlywaySettings read_flyway_settings(const std::filesystem::path& script) {
    FlywaySettings settings;
    auto path = script;
    path += ".conf";
    if (!std::filesystem::exists(path))
        return settings;
    const auto text = read_text(path);
    for (revision::LineReader reader(text); reader.next();) {
        const auto line = revision::trimmed(reader.line());
        const auto equals = line.find('=');
        if (line.starts_with('#') || equals == std::string_view::npos)
            continue;
        auto key = revision::trimmed(line.substr(0, equals));
        if (key.starts_with("flyway."))
            key.remove_prefix(std::string_view("flyway.").size());
        apply(settings, key, revision::trimmed(line.substr(equals + 1)), {path.string(), reader.number()});
    }
    return settings;
}

std::string with_placeholders(std::string_view text, const std::map<std::string, std::string>& values,
                              const std::string& file) {
    std::string result;
    for (std::size_t at = 0;;) {
        const auto open = text.find("${", at);
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos)
            return result += text.substr(at);
        const auto name = text.substr(open + 2, close - open - 2);
        const auto value = values.find(statement::fold(name));
        if (value == values.end())
            throw UsageError(fmt::format("the placeholder ${{{}}} has no value", name))
                .at({file, static_cast<int>(std::ranges::count(text.substr(0, open), '\n')) + 1})
                .with_hint(fmt::format(
                    "set it with --placeholder {}=VALUE; the value is then written to the file", name));
        result += text.substr(at, open - at);
        result += value->second;
        at = close + 1;
    }
}

} // namespace pgmend::importers
