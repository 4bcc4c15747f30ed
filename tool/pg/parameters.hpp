#pragma once

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::pg {

/// The values of $1, $2, … in text form; no value = NULL. Values must be sent to the server only in this way.
class Parameters {
  public:
    Parameters() = default;
    template <typename... Values>
    requires(sizeof...(Values) > 0 &&
             !(sizeof...(Values) == 1 && (std::same_as<std::remove_cvref_t<Values>, Parameters> && ...)))
        Parameters(Values&&... values) { // NOLINT: a list of values is a Parameters
        values_.reserve(sizeof...(values));
        (add(std::forward<Values>(values)), ...);
    }

    void add(std::nullopt_t) { values_.emplace_back(std::nullopt); }
    void add(bool value) { values_.emplace_back(value ? "t" : "f"); }
    void add(std::string value) { values_.emplace_back(std::move(value)); }
    void add(std::string_view value) { values_.emplace_back(std::string(value)); }
    void add(const char* value) { values_.emplace_back(value); }
    void add(std::integral auto value) { values_.emplace_back(std::to_string(value)); }
    void add(double value);
    /// Adds a one-dimensional text array.
    void add(std::span<const std::string> values);
    void add(const std::vector<std::string>& values) { add(std::span(values)); }
    template <typename T>
    void add(const std::optional<T>& value) {
        if (value)
            add(*value);
        else
            add(std::nullopt);
    }

    std::size_t size() const noexcept { return values_.size(); }
    const std::vector<std::optional<std::string>>& values() const noexcept { return values_; }
    /// A description for messages: lengths, never values.
    std::string redacted() const;
    /// The length and type of a value: "9 bytes, number"; "null". Never the value.
    std::string describe(std::size_t number) const;

  private:
    std::vector<std::optional<std::string>> values_;
};

/// Parses a one-dimensional array in text form ('{a,"b c",NULL}'). NULL elements become empty strings.
std::vector<std::string> parse_array(std::string_view text);

} // namespace pgmend::pg
