#pragma once

#include "sync/http.hpp"

#include <curl/curl.h>
#include <string_view>

namespace pgmend::sync {

/// Whether a transfer that failed with this code may succeed if it is repeated.
bool may_pass(CURLcode code);

/// Whether a response is complete. A response without a length ends when its connection is closed, which may
/// also be due to a failure; in this case, its JSON must be complete.
bool is_whole(const HttpAnswer& answer, long http_version);

/// Advice after a final status; may be empty.
std::string_view advice(long status);

/// Parses Retry-After: seconds or a date (RFC 9110). 60 s for anything else, and at most one hour.
std::chrono::milliseconds retry_after(const std::string& header);

} // namespace pgmend::sync
