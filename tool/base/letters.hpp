#pragma once

#include <string>
#include <string_view>

namespace pgmend {

/// Changes the case of ASCII letters, independently of the locale. Other bytes are not changed.
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
