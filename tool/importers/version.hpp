#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// A version number as compared by Flyway and golang-migrate: of any length; leading zeros and trailing parts
/// of zero are ignored.
class Version {
  public:
    /// Parses "1.2", "1_2", "0042". Returns nothing if the text contains anything but digits and separators
    /// between them.
    static std::optional<Version> parse(std::string_view text);

    std::strong_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const { return (*this <=> other) == 0; }

  private:
    std::vector<std::string> parts_; ///< without leading zeros; zero is empty
};

} // namespace pgmend::importers
