#include "statement/normalise.hpp"

#include "base/sha256.hpp"

#include <pg_query.h>

namespace pgmend::statement {
namespace {

bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// For what no parser takes: from a quote to the end of the text when it is never closed.
std::string blotted(std::string_view sql) {
    std::string text;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        if (c == '\'') {
            text += '?';
            for (++i; i < sql.size() && sql[i] != '\''; ++i)
                i += sql[i] == '\\' ? 1 : 0;
        } else if (c == '$' && i + 1 < sql.size() && !is_digit(sql[i + 1])) {
            const auto tag_end = sql.find('$', i + 1);
            const auto tag = tag_end == std::string_view::npos ? sql : sql.substr(i, tag_end - i + 1);
            const auto end = tag_end == std::string_view::npos ? tag_end : sql.find(tag, tag_end + 1);
            text += '?';
            i = end == std::string_view::npos ? sql.size() : end + tag.size() - 1;
        } else if (is_digit(c) && (i == 0 || !is_name(sql[i - 1]))) {
            text += '?';
            while (i + 1 < sql.size() && (is_digit(sql[i + 1]) || sql[i + 1] == '.'))
                ++i;
        } else {
            text += c;
        }
    }
    return text;
}

} // namespace

std::string normalised(std::string_view sql) {
    const auto result = pg_query_normalize(std::string(sql).c_str());
    auto text = result.error == nullptr ? std::string(result.normalized_query) : blotted(sql);
    pg_query_free_normalize_result(result);
    return text;
}

std::string fingerprint(std::string_view sql) {
    const auto result = pg_query_fingerprint(std::string(sql).c_str());
    auto text = result.error == nullptr ? std::string(result.fingerprint_str) : std::string();
    pg_query_free_fingerprint_result(result);
    return text.empty() ? sha256(blotted(sql)).substr(0, 16) : text;
}

} // namespace pgmend::statement
