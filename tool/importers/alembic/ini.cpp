#include "importers/alembic/ini.hpp"

#include "revision/line_reader.hpp"
#include "revision/words.hpp"
#include "statement/token.hpp"

#include <fstream>
#include <iterator>
#include <map>

namespace pgmend::importers::alembic {
namespace {

constexpr int max_depth = 10; // configparser's own limit for names within values

using Settings = std::map<std::string, std::string>;

bool is_comment(std::string_view line) {
    return line.starts_with('#') || line.starts_with(';');
}

/// The settings of a section, those of [DEFAULT] below them.
Settings settings_of(std::string_view text, std::string_view section) {
    Settings own, defaults;
    Settings* current = nullptr;
    std::string* value = nullptr;
    for (revision::LineReader reader(text); reader.next();) {
        const auto line = revision::trimmed(reader.line());
        const bool continues = value != nullptr && reader.line().find_first_of(" \t") == 0;
        if (line.empty() || is_comment(line))
            continue;
        if (continues) {
            *value += "\n" + std::string(line);
        } else if (line.starts_with('[') && line.ends_with(']')) {
            const auto name = line.substr(1, line.size() - 2);
            current = name == section ? &own : name == "DEFAULT" ? &defaults : nullptr;
            value = nullptr;
        } else if (const auto cut = line.find_first_of("=:");
                   cut != std::string_view::npos && current != nullptr) {
            value = &(*current)[statement::fold(revision::trimmed(line.substr(0, cut)))];
            *value = revision::trimmed(line.substr(cut + 1));
        }
    }
    own.merge(defaults);
    return own;
}

std::optional<std::string> expanded(const std::string& value, const Settings& settings, int depth) {
    if (depth > max_depth)
        return std::nullopt;
    std::string result;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '%') {
            result += value[i];
            continue;
        }
        if (value.compare(i, 2, "%%") == 0) {
            result += '%';
            ++i;
            continue;
        }
        const auto close = value.find(")s", i);
        if (value.compare(i, 2, "%(") != 0 || close == std::string::npos)
            return std::nullopt;
        const auto other = settings.find(statement::fold(value.substr(i + 2, close - i - 2)));
        const auto inner =
            other == settings.end() ? std::nullopt : expanded(other->second, settings, depth + 1);
        if (!inner)
            return std::nullopt;
        result += *inner;
        i = close + 1;
    }
    return result;
}

} // namespace

std::optional<std::string> ini_setting(std::string_view text, std::string_view section, std::string_view name,
                                       const std::string& here) {
    auto settings = settings_of(text, section);
    const auto found = settings.find(std::string(name));
    if (found == settings.end())
        return std::nullopt;
    const auto value = found->second;
    settings.try_emplace("here", here);
    return expanded(value, settings, 1);
}

std::optional<std::string> database_url(const std::filesystem::path& ini) {
    std::ifstream file(ini, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto here = std::filesystem::absolute(ini).parent_path().string();
    auto url = ini_setting(text, "alembic", "sqlalchemy.url", here);
    if (url && (url->empty() || url->starts_with("driver://")))
        return std::nullopt;
    return url;
}

} // namespace pgmend::importers::alembic
