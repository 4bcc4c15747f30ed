#include "importers/version.hpp"

#include <algorithm>

namespace pgmend::importers {

std::optional<Version> Version::parse(std::string_view text) {
    Version version;
    bool in_number = false;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            if (!in_number)
                version.parts_.emplace_back();
            in_number = true;
            if (c != '0' || !version.parts_.back().empty())
                version.parts_.back() += c;
        } else if (in_number && (c == '.' || c == '_')) {
            in_number = false;
        } else {
            return std::nullopt;
        }
    }
    if (!in_number)
        return std::nullopt;
    while (version.parts_.size() > 1 && version.parts_.back().empty())
        version.parts_.pop_back();
    return version;
}

std::strong_ordering Version::operator<=>(const Version& other) const {
    static const std::string zero;
    for (std::size_t i = 0; i < std::max(parts_.size(), other.parts_.size()); ++i) {
        const auto& mine = i < parts_.size() ? parts_[i] : zero;
        const auto& theirs = i < other.parts_.size() ? other.parts_[i] : zero;
        if (const auto by_length = mine.size() <=> theirs.size(); by_length != 0)
            return by_length;
        if (const auto by_digits = mine.compare(theirs) <=> 0; by_digits != 0)
            return by_digits;
    }
    return std::strong_ordering::equal;
}

} // namespace pgmend::importers
