#include "pg/dsn.hpp"

#include "base/error.hpp"
#include "base/nearest.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace pgmend::pg {
namespace {

// Query parameters of SQLAlchemy's URLs that only the Python drivers understand.
constexpr auto driver_parameters = std::to_array<std::string_view>({"async_fallback",
                                                                    "autocommit",
                                                                    "client_encoding",
                                                                    "command_timeout",
                                                                    "max_cacheable_statement_size",
                                                                    "max_cached_statement_lifetime",
                                                                    "prepare_threshold",
                                                                    "prepared_statement_cache_size",
                                                                    "prepared_statement_name_func",
                                                                    "server_side_cursors",
                                                                    "statement_cache_size",
                                                                    "tcp_user_timeout_ms",
                                                                    "use_native_hstore",
                                                                    "use_native_unicode",
                                                                    "executemany_mode",
                                                                    "implicit_returning",
                                                                    "pool_size",
                                                                    "pgbouncer",
                                                                    "schema",
                                                                    "connection_limit"});

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(separator, start), text.size());
        parts.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return parts;
}

std::string libpq_query(std::string_view query) {
    std::string kept;
    for (const auto pair : split(query, '&')) {
        const auto name = pair.substr(0, pair.find('='));
        if (name.empty() || std::ranges::find(driver_parameters, name) != driver_parameters.end())
            continue;
        kept += kept.empty() ? '?' : '&';
        if (name == "ssl") {
            const auto value = pair.size() > name.size() ? pair.substr(name.size() + 1) : "";
            const bool truth = value == "true" || value == "True" || value == "1";
            kept += fmt::format("sslmode={}", truth ? "require" : value);
        } else {
            kept += pair;
        }
    }
    return kept;
}

/// A URL as libpq takes it: "postgresql://…" with nothing of SQLAlchemy in it.
std::string libpq_url(std::string_view text) {
    const auto colon = text.find("://");
    const auto scheme = text.substr(0, colon);
    const auto dialect = scheme.substr(0, scheme.find('+'));
    if (dialect != "postgresql" && dialect != "postgres")
        throw UsageError(
            fmt::format("the database URL starts with '{}://', but only PostgreSQL is supported", scheme))
            .with_hint("use postgresql://user@host:port/database");
    const auto rest = text.substr(colon + 3);
    const auto question = rest.find('?');
    std::string url = fmt::format("postgresql://{}", rest.substr(0, question));
    if (question != std::string_view::npos)
        url += libpq_query(rest.substr(question + 1));
    return url;
}

bool is_url(std::string_view text) {
    const auto colon = text.find("://");
    return colon != std::string_view::npos &&
           text.substr(0, colon).find_first_of(" =/") == std::string_view::npos;
}

/// libpq's reasons quote the text, and with it perhaps the password: only what is nearly an option's name is
/// shown.
std::string harmless_reason(std::string_view reason) {
    const auto open = reason.find('"');
    const auto close = reason.find('"', open + 1);
    if (!reason.starts_with("invalid ") || close == std::string_view::npos)
        return {};
    const auto word = reason.substr(open + 1, close - open - 1);
    std::vector<std::string> keywords;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconndefaults(),
                                                                               PQconninfoFree);
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr; ++option)
        keywords.emplace_back(option->keyword);
    const auto meant = did_you_mean(word, keywords);
    return meant.empty() ? meant : fmt::format(": unknown option '{}'{}", word, meant);
}

/// A plain name. One with a slash is a path that was meant for something else: databases are not named so.
Dsn named_database(const std::string& name) {
    std::error_code unreadable;
    const bool path = name.find('/') != std::string::npos || name == "." || name == "..";
    if (path && std::filesystem::is_directory(name, unreadable))
        throw UsageError(fmt::format("'{}' is a folder, not a database", name))
            .with_hint("use the name or the URL of a database: postgresql://user@host:port/database");
    return Dsn{{{"dbname", name}}};
}

std::string percent_encode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.')
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

} // namespace

std::string Dsn::get(const std::string& keyword) const {
    const auto found = parameters.find(keyword);
    return found == parameters.end() ? std::string() : found->second;
}

std::string Dsn::describe() const {
    std::string text;
    for (const char* keyword : {"service", "host", "hostaddr", "port", "dbname", "user"})
        if (const auto value = get(keyword); !value.empty())
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", keyword, value);
    return text;
}

Dsn parse_dsn(std::string_view text) {
    Dsn dsn;
    if (text.empty())
        return dsn;
    std::string conninfo(text);
    if (is_url(text))
        conninfo = libpq_url(text);
    else if (text.find('=') == std::string_view::npos)
        return named_database(conninfo);
    char* error = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(conninfo.c_str(), &error), PQconninfoFree);
    if (!options) {
        const auto reason = harmless_reason(error != nullptr ? error : "");
        PQfreemem(error);
        throw UsageError("the database URL is not valid" + reason)
            .with_hint(
                "use postgresql://user@host:port/database or \"host=… port=… dbname=… user=…\"; encode "
                "characters such as @ : / % in a password as %40 %3A %2F %25");
    }
    for (const auto* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr)
            dsn.parameters[option->keyword] = option->val;
    return dsn;
}

std::string to_url(const Dsn& dsn) {
    std::string url = "postgresql://";
    if (const auto user = dsn.get("user"); !user.empty())
        url += percent_encode(user) + "@";
    url += "/" + percent_encode(dsn.get("dbname"));
    char separator = '?';
    for (const auto& [keyword, value] : dsn.parameters) {
        if (keyword == "user" || keyword == "dbname")
            continue;
        url += fmt::format("{}{}={}", separator, keyword, percent_encode(value));
        separator = '&';
    }
    return url;
}

} // namespace pgmend::pg
