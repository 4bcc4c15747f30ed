#pragma once

#include <string>
#include <string_view>

namespace pgmend::sync {

/// Encodes the text as a value in the query of a URL.
std::string percent_encoded(std::string_view text);

/// The URL without user, password and query, for messages.
std::string without_secrets(const std::string& url);

/// The value of `id` in the link to the next page in a `Link` header; empty = there is none.
std::string next_page_id(const std::string& link);

} // namespace pgmend::sync
