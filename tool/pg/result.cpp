#include "pg/result.hpp"

#include "pg/parameters.hpp"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace pgmend::pg {
namespace {

template <typename Number>
Number number(std::string_view text) {
    Number value{};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

void Result::Clear::operator()(pg_result* raw) const noexcept {
    PQclear(raw);
}

Result::Result(pg_result* raw) : raw_(raw) {}

std::size_t Result::rows() const noexcept {
    return static_cast<std::size_t>(PQntuples(raw_.get()));
}

std::size_t Result::columns() const noexcept {
    return static_cast<std::size_t>(PQnfields(raw_.get()));
}

long long Result::affected() const noexcept {
    return raw_ ? number<long long>(PQcmdTuples(raw_.get())) : 0;
}

std::string_view Result::command_tag() const noexcept {
    return raw_ ? PQcmdStatus(raw_.get()) : "";
}

std::string_view Result::column_name(std::size_t column) const noexcept {
    const char* name = PQfname(raw_.get(), static_cast<int>(column));
    return name != nullptr ? name : "";
}

std::size_t Result::column(std::string_view name) const {
    for (std::size_t i = 0; i < columns(); ++i)
        if (column_name(i) == name)
            return i;
    throw std::out_of_range(fmt::format("the result has no column '{}'", name));
}

bool Result::is_null(std::size_t row, std::size_t column) const noexcept {
    return PQgetisnull(raw_.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string_view Result::text(std::size_t row, std::size_t column) const noexcept {
    const int r = static_cast<int>(row), c = static_cast<int>(column);
    return {PQgetvalue(raw_.get(), r, c), static_cast<std::size_t>(PQgetlength(raw_.get(), r, c))};
}

template <>
std::string Result::get<std::string>(std::size_t row, std::size_t column) const {
    return std::string(text(row, column));
}

template <>
bool Result::get<bool>(std::size_t row, std::size_t column) const {
    return text(row, column) == "t";
}

template <>
int Result::get<int>(std::size_t row, std::size_t column) const {
    return number<int>(text(row, column));
}

template <>
long long Result::get<long long>(std::size_t row, std::size_t column) const {
    return number<long long>(text(row, column));
}

template <>
double Result::get<double>(std::size_t row, std::size_t column) const {
    return number<double>(text(row, column));
}

template <>
std::vector<std::string> Result::get<std::vector<std::string>>(std::size_t row, std::size_t column) const {
    return parse_array(text(row, column));
}

} // namespace pgmend::pg
