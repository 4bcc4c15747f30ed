#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// The case of ASCII letters, whatever the locale; other bytes stay as they are.
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

inline std::string lower(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        c = lower(c);
    return result;
}
inline std::string upper(std::string_view text) {
    std::string result(text);
    for (auto& c : result)
        c = upper(c);
    return result;
}

} // namespace pgmend
