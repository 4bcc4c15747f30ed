#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pgmend {

/// Computes the SHA-256 (FIPS 180-4) of data that arrives in parts.
class Sha256 {
  public:
    void update(std::string_view bytes);
    /// Returns 64 lower-case hexadecimal digits. The object must not be used afterward.
    std::string finish();

  private:
    void absorb(const char* block);

    std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<char, 64> pending_{};
    std::size_t pending_size_ = 0;
    std::uint64_t total_ = 0;
};

/// The SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

} // namespace pgmend
