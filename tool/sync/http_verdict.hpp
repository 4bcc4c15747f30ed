#pragma once

#include "sync/http.hpp"

#include <curl/curl.h>
#include <string_view>

namespace pgmend::sync {

/// Whether a transfer that failed so may go well when it is tried again.
bool may_pass(CURLcode code);

/// Whether an answer came to its end. One without a length ends where its connection does, and nobody says
/// whether that was meant: then its JSON tells.
bool is_whole(const HttpAnswer& answer, long http_version);

/// What to look at after a status that is final; may be empty.
std::string_view advice(long status);

/// Seconds or a date as in Retry-After (RFC 9110); 60 s for anything else, an hour at most.
std::chrono::milliseconds retry_after(const std::string& header);

} // namespace pgmend::sync
