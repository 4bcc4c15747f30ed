#pragma once

#include <string>
#include <string_view>

namespace pgmend::sync {

/// The text as a value in a URL's query.
std::string percent_encoded(std::string_view text);

/// A URL without user, password and query, for messages.
std::string without_secrets(const std::string& url);

/// The value of `id` in the next page's link of a header `Link`; empty = there is none.
std::string next_page_id(const std::string& link);

} // namespace pgmend::sync
