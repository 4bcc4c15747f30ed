#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// A version of numbers as Flyway and golang-migrate compare them: any length, leading zeros and final parts
/// that are zero mean nothing.
class Version {
  public:
    /// Reads "1.2", "1_2", "0042"; nothing for a text with anything but digits and separators between them.
    static std::optional<Version> parse(std::string_view text);

    std::strong_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const { return (*this <=> other) == 0; }

  private:
    std::vector<std::string> parts_; ///< without leading zeros; zero is empty
};

} // namespace pgmend::importers
