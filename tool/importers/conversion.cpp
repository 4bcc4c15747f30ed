#include "importers/conversion.hpp"

#include "revision/file.hpp"
#include "revision/words.hpp"

#include <string_view>

namespace pgmend::importers {

void check(const revision::Revision& revision) {
    std::vector<std::string> warnings;
    revision::parse(revision::render(revision), revision::file_name(revision), warnings);
}

std::string terminated(std::string text, std::span<const statement::Statement> statements) {
    if (statements.empty())
        return text;
    const auto& last = statements.back();
    const auto end = last.offset + last.sql.size();
    if (!revision::trimmed(std::string_view(text).substr(end)).starts_with(';'))
        text.insert(end, ";");
    return text;
}

} // namespace pgmend::importers
