#include "base/lock_mode.hpp"

namespace pgmend {

std::string lock_words(std::string_view mode) {
    constexpr std::string_view end = "Lock";
    if (mode.ends_with(end))
        mode.remove_suffix(end.size());
    std::string words;
    for (const char c : mode) {
        if (c >= 'A' && c <= 'Z' && !words.empty())
            words += ' ';
        words += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return words;
}

std::string lock_mode(std::string_view words) {
    std::string mode;
    bool first = true;
    for (const char c : words) {
        if (c != ' ')
            mode += !first && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        first = c == ' ';
    }
    return mode + "Lock";
}

} // namespace pgmend
