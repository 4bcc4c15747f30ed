#include "revision/identifier.hpp"

#include <algorithm>
#include <array>
#include <random>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

// The words of the target syntax; a revision of such a name could never be reached.
constexpr std::array<std::string_view, 4> reserved{"head", "heads", "base", "current"};

// '@', '-', '+' and ':' separate the parts of a target, the comma those of a list in the header.
bool is_illegal(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f || std::string_view("@-+:,").find(c) != std::string_view::npos;
}

} // namespace

std::string label_fault(std::string_view text) {
    if (text.empty())
        return "is empty";
    if (const auto* illegal = std::find_if(text.begin(), text.end(), is_illegal); illegal != text.end())
        return fmt::format("contains the character '{}', which is not allowed", *illegal);
    if (std::find(reserved.begin(), reserved.end(), text) != reserved.end())
        return "is reserved for targets";
    return {};
}

std::string id_fault(std::string_view text) {
    if (text.size() > max_id_bytes)
        return fmt::format("has {} bytes, but the version table allows {}", text.size(), max_id_bytes);
    return label_fault(text);
}

std::string new_id() {
    std::random_device random;
    return fmt::format("{:06x}{:06x}", random() & 0xffffffU, random() & 0xffffffU);
}

} // namespace pgmend::revision
