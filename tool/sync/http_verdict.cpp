#include "sync/http_verdict.hpp"

#include "sync/curl_library.hpp"

#include <algorithm>
#include <cctype>
#include <ctime>

namespace pgmend::sync {
namespace {

/// Whether every bracket and string of a JSON text is closed.
bool is_balanced(const std::string& body) {
    std::size_t depth = 0;
    bool quoted = false, any = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const char c = body[i];
        if (quoted) {
            i += c == '\\' ? 1 : 0;
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        any = any || c == '{' || c == '[';
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= (c == '}' || c == ']') && depth > 0 ? 1 : 0;
    }
    return any && depth == 0 && !quoted;
}

} // namespace

bool may_pass(CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR: // what a compressed answer that was cut ends with
        return true;
    default:
        return false;
    }
}

bool is_whole(const HttpAnswer& answer, long http_version) {
    const bool framed = http_version >= CURL_HTTP_VERSION_2_0 || !answer.header("content-length").empty() ||
                        !answer.header("transfer-encoding").empty();
    return framed ? !answer.body.empty() : is_balanced(answer.body);
}

std::string_view advice(long status) {
    switch (status) {
    case 401:
        return "the token is not valid: check TRACKER_API_TOKEN or --token-file";
    case 403:
        return "the owner of the token lacks access, or the organization is wrong: check --org-id and "
               "--cloud-org-id";
    case 404:
        return "check --base-url";
    case 422:
    case 400:
        return "the tracker rejected the query: check --query, --since and --fields";
    default:
        return "";
    }
}

std::chrono::milliseconds retry_after(const std::string& header) {
    constexpr long otherwise = 60, max_seconds = 3600;
    long seconds = otherwise;
    if (!header.empty() && header.size() < 9 &&
        std::ranges::all_of(header, [](unsigned char c) { return std::isdigit(c); }))
        seconds = std::stol(header);
    else if (const auto moment = header.empty() ? -1 : curl().getdate(header.c_str(), nullptr); moment >= 0)
        seconds = static_cast<long>(moment - std::time(nullptr));
    return std::chrono::seconds(std::clamp(seconds, 0L, max_seconds));
}

} // namespace pgmend::sync
