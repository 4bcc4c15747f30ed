#include "sync/url.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

std::string percent_decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        const bool escape =
            text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, code, 16).ptr == text.data() + i + 3;
        result += escape ? static_cast<char>(code) : text[i];
        i += escape ? 2 : 0;
    }
    return result;
}

} // namespace

std::string percent_encoded(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view("-._~,").find(c) != std::string_view::npos;
        result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return result;
}

std::string without_secrets(const std::string& url) {
    auto text = url.substr(0, url.find('?'));
    const auto host = text.find("://");
    const auto path = host == std::string::npos ? host : text.find('/', host + 3);
    const auto at = text.substr(0, path).rfind('@');
    if (host != std::string::npos && at != std::string::npos)
        text.erase(host + 3, at + 1 - (host + 3));
    return text;
}

std::string next_page_id(const std::string& link) {
    for (std::size_t at = 0; at < link.size();) {
        const auto open = link.find('<', at);
        const auto close = open == std::string::npos ? open : link.find('>', open);
        if (close == std::string::npos)
            return {};
        const auto end = std::min(link.find('<', close), link.size());
        const auto attributes = link.substr(close, end - close);
        at = end;
        if (attributes.find("rel=\"next\"") == std::string::npos &&
            attributes.find("rel=next") == std::string::npos)
            continue;
        const auto url = link.substr(open + 1, close - open - 1);
        auto id = url.find("?id=");
        if (id == std::string::npos)
            id = url.find("&id=");
        if (id != std::string::npos)
            return percent_decoded(url.substr(id + 4, url.find('&', id + 4) - (id + 4)));
    }
    return {};
}

} // namespace pgmend::sync
