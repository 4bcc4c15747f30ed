#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct pg_result;

namespace pgmend::pg {

/// The rows returned by a statement, in text form, with typed access. Move only; cheap to move.
class Result {
  public:
    Result() = default;
    explicit Result(pg_result* raw);

    std::size_t rows() const noexcept;
    std::size_t columns() const noexcept;
    bool empty() const noexcept { return rows() == 0; }
    /// The number of rows affected by INSERT, UPDATE, DELETE, MERGE or COPY; 0 for other statements.
    long long affected() const noexcept;
    /// "CREATE TABLE", "INSERT 0 1", …
    std::string_view command_tag() const noexcept;
    std::string_view column_name(std::size_t column) const noexcept;
    /// The number of the column with this name. Throws std::out_of_range if there is none.
    std::size_t column(std::string_view name) const;

    bool is_null(std::size_t row, std::size_t column) const noexcept;
    /// The text of a value, valid as long as the result; empty for NULL.
    std::string_view text(std::size_t row, std::size_t column) const noexcept;

    /// The value as T (std::string, bool, int, long long, double, std::vector<std::string>, or std::optional
    /// of these). For a type other than optional, NULL is an empty string, 0 or false.
    template <typename T>
    T get(std::size_t row, std::size_t column) const;
    template <typename T>
    T get(std::size_t row, std::string_view name) const {
        return get<T>(row, column(name));
    }

  private:
    struct Clear {
        void operator()(pg_result* raw) const noexcept;
    };
    std::unique_ptr<pg_result, Clear> raw_;
};

template <>
std::string Result::get<std::string>(std::size_t row, std::size_t column) const;
template <>
bool Result::get<bool>(std::size_t row, std::size_t column) const;
template <>
int Result::get<int>(std::size_t row, std::size_t column) const;
template <>
long long Result::get<long long>(std::size_t row, std::size_t column) const;
template <>
double Result::get<double>(std::size_t row, std::size_t column) const;
template <>
std::vector<std::string> Result::get<std::vector<std::string>>(std::size_t row, std::size_t column) const;

namespace detail {
template <typename T>
struct OptionalValue : std::false_type {};
template <typename T>
struct OptionalValue<std::optional<T>> : std::true_type {
    using type = T;
};
} // namespace detail

template <typename T>
T Result::get(std::size_t row, std::size_t column) const {
    static_assert(detail::OptionalValue<T>::value, "no such value type");
    if (is_null(row, column))
        return std::nullopt;
    return get<typename detail::OptionalValue<T>::type>(row, column);
}

} // namespace pgmend::pg
