#include "importers/flyway_checksum.hpp"

#include "revision/line_reader.hpp"

#include <array>
#include <cstdint>

namespace pgmend::importers {
namespace {

/// The table of CRC-32 with the reflected polynomial of IEEE 802.3.
constexpr auto table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t byte = 0; byte < made.size(); ++byte) {
        auto value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) != 0 ? 0xedb88320U ^ (value >> 1U) : value >> 1U;
        made[byte] = value;
    }
    return made;
}();

} // namespace

std::string flyway_checksum(std::string_view text) {
    std::uint32_t crc = 0xffffffffU;
    for (revision::LineReader reader(text); reader.next();)
        for (const char c : reader.line())
            crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xffU] ^ (crc >> 8U);
    return std::to_string(static_cast<std::int32_t>(~crc));
}

} // namespace pgmend::importers
