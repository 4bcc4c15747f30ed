#include "schema/secret.hpp"

#include "base/letters.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace pgmend::schema {
namespace {

/// Where the value that starts at `at` of a keyword=value string ends: quoted values and escapes included.
std::size_t value_end(std::string_view text, std::size_t at) {
    const bool is_quoted = at < text.size() && text[at] == '\'';
    for (auto i = at + (is_quoted ? 1 : 0); i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (is_quoted ? text[i] == '\'' : std::isspace(static_cast<unsigned char>(text[i])) != 0)
            return is_quoted ? i + 1 : i;
    }
    return text.size();
}

/// The name that ends right before `equals`, blanks skipped.
std::string_view name_before(std::string_view text, std::size_t equals) {
    const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    auto end = equals;
    while (end > 0 && text[end - 1] == ' ')
        --end;
    auto begin = end;
    while (begin > 0 && is_name(text[begin - 1]))
        --begin;
    return text.substr(begin, end - begin);
}

std::string redact_keywords(std::string_view text) {
    std::string out;
    std::size_t done = 0;
    for (auto equals = text.find('='); equals != std::string_view::npos; equals = text.find('=', done)) {
        auto begin = equals + 1;
        while (begin < text.size() && text[begin] == ' ')
            ++begin;
        const auto end = value_end(text, begin);
        out += text.substr(done, begin - done);
        out += is_secret_option(name_before(text, equals)) ? redacted : text.substr(begin, end - begin);
        done = end;
    }
    return out.append(text.substr(done));
}

/// The parameters of a URI after '?', each up to '&'.
std::string redact_query(std::string_view query) {
    std::string out;
    while (!query.empty()) {
        const auto piece = query.substr(0, query.find('&'));
        const auto equals = piece.find('=');
        if (equals != std::string_view::npos && is_secret_option(name_before(piece, equals)))
            out.append(piece.substr(0, equals + 1)).append(redacted);
        else
            out.append(piece);
        query.remove_prefix(piece.size());
        if (!query.empty()) {
            out += '&';
            query.remove_prefix(1);
        }
    }
    return out;
}

std::string redact_uri(std::string_view uri) {
    const auto question = uri.find('?');
    auto base = std::string(uri.substr(0, question));
    const auto host = base.rfind('@');
    const auto user = base.find("://") + 3;
    if (host != std::string::npos) {
        const auto colon = base.find(':', user);
        if (colon < host)
            base.replace(colon + 1, host - colon - 1, redacted);
    }
    if (question == std::string_view::npos)
        return base;
    return base + '?' + redact_query(uri.substr(question + 1));
}

} // namespace

bool is_secret_option(std::string_view name) {
    constexpr auto parts = std::to_array<std::string_view>(
        {"pass", "pwd", "secret", "token", "credential", "private", "auth", "key"});
    const auto word = lower(name);
    // sslkey and sslpassfile-like options name files; the file is no secret.
    if (word == "sslkey" || word == "passfile" || word == "keepalives" || word.starts_with("keepalives_"))
        return false;
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view p) { return word.find(p) != std::string::npos; });
}

std::string redact_connection(std::string_view connection) {
    const bool is_uri = connection.starts_with("postgresql://") || connection.starts_with("postgres://");
    return is_uri ? redact_uri(connection) : redact_keywords(connection);
}

} // namespace pgmend::schema
