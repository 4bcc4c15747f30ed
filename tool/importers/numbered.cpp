#include "importers/numbered.hpp"

#include "importers/names.hpp"

#include <map>

namespace pgmend::importers {

std::string_view stem_of(std::string_view name) {
    return name.ends_with(".sql") ? name.substr(0, name.size() - 4) : name;
}

void number(std::vector<Migration>& migrations) {
    std::map<std::string_view, int> uses;
    for (const auto& migration : migrations)
        ++uses[leading_digits(migration.name)];
    for (auto& migration : migrations) {
        const auto digits = leading_digits(migration.name);
        migration.id = legal_id(!digits.empty() && uses[digits] == 1 ? digits : stem_of(migration.name));
    }
}

} // namespace pgmend::importers
