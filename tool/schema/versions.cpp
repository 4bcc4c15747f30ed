#include "schema/versions.hpp"

#include <string>
#include <utility>

namespace pgmend::schema {
namespace {

std::string_view text_of(const Value* value) {
    const auto* text = value != nullptr ? std::get_if<std::string>(value) : nullptr;
    return text != nullptr ? std::string_view(*text) : std::string_view();
}

/// "SELECT, UPDATE*" without one of the privileges, however it was granted.
std::string without(std::string_view privileges, std::string_view privilege) {
    std::string rest;
    while (!privileges.empty()) {
        const auto item = privileges.substr(0, privileges.find(", "));
        if (!item.starts_with(privilege))
            rest.append(rest.empty() ? "" : ", ").append(item);
        privileges.remove_prefix(item.size() == privileges.size() ? item.size() : item.size() + 2);
    }
    return rest;
}

/// A BCP 47 locale in its short form: the value "true" of a key may be left out (Unicode TR 35, 3.2.1), and
/// which form the server keeps depends on its version.
std::string short_locale(std::string locale) {
    constexpr std::string_view value = "-true";
    for (auto at = locale.find(value); at != std::string::npos; at = locale.find(value, at)) {
        const auto end = at + value.size();
        if (end == locale.size() || locale[end] == '-')
            locale.erase(at, value.size());
        else
            at = end;
    }
    return locale;
}

} // namespace

bool comes_with_the_version(const ObjectId& id, std::string_view attribute, const Value* expected,
                            int expected_version, const Value* actual, int actual_version) {
    auto older_major = expected_version / 10000, newer_major = actual_version / 10000;
    auto older = text_of(expected), newer = text_of(actual);
    if (older_major == 0 || newer_major == 0 || older_major == newer_major)
        return false;
    if (older_major > newer_major) {
        std::swap(older_major, newer_major);
        std::swap(older, newer);
    }
    const auto between = [&](int major) { return older_major < major && newer_major >= major; };

    if (id.kind == Kind::extension && attribute == "version")
        return true;
    if (id.kind == Kind::schema && id.name == "public" && between(15))
        return (attribute == "owner" && newer == "pg_database_owner") ||
               (attribute == "acl.PUBLIC" && older == "CREATE, USAGE" && newer == "USAGE");
    if (id.kind == Kind::sequence && attribute == "persistence" && between(15))
        return older.empty() && newer == "unlogged";
    if (id.kind == Kind::collation && attribute == "locale" && between(16))
        return short_locale(std::string(older)) == short_locale(std::string(newer));
    if (attribute.starts_with("acl.") && between(17))
        return older == without(newer, "MAINTAIN");
    return false;
}

} // namespace pgmend::schema
