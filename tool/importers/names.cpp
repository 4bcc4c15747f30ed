#include "importers/names.hpp"

#include "base/sha256.hpp"
#include "revision/identifier.hpp"
#include "revision/words.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace ch = std::chrono;

constexpr std::size_t hash_digits = 8;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int number(std::string_view digits, std::size_t from, std::size_t count) {
    int value = 0;
    std::from_chars(digits.data() + from, digits.data() + from + count, value);
    return value;
}

/// Only times that a migration may have been made at: other numbers of that length mean something else.
std::string iso(ch::sys_seconds time) {
    const auto day = ch::floor<ch::days>(time);
    const ch::year_month_day date(day);
    const ch::hh_mm_ss clock(time - day);
    if (date.year() < ch::year(1990) || date.year() > ch::year(2200))
        return {};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<ch::sys_seconds> calendar_time(std::string_view digits) {
    const ch::year_month_day date(ch::year(number(digits, 0, 4)),
                                  ch::month(static_cast<unsigned>(number(digits, 4, 2))),
                                  ch::day(static_cast<unsigned>(number(digits, 6, 2))));
    const int hours = number(digits, 8, 2);
    const int minutes = number(digits, 10, 2);
    const int seconds = number(digits, 12, 2);
    if (!date.ok() || hours > 23 || minutes > 59 || seconds > 59)
        return std::nullopt;
    return ch::sys_days(date) + ch::hours(hours) + ch::minutes(minutes) + ch::seconds(seconds);
}

} // namespace

std::string_view leading_digits(std::string_view name) {
    const auto* const end = std::find_if_not(name.begin(), name.end(), is_digit);
    return name.substr(0, static_cast<std::size_t>(end - name.begin()));
}

std::string words_of(std::string_view name) {
    std::string words;
    for (const char c : name.substr(leading_digits(name).size())) {
        const char letter = c == '_' || c == '-' || c == ' ' ? ' ' : c;
        if (letter != ' ' || (!words.empty() && words.back() != ' '))
            words += letter;
    }
    return std::string(revision::trimmed(words));
}

std::string time_of(std::string_view digits) {
    if (digits.size() == 14 || digits.size() == 17) {
        const auto time = calendar_time(digits);
        return time ? iso(*time) : std::string();
    }
    if (digits.size() != 10 && digits.size() != 13)
        return {};
    long long value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return iso(ch::sys_seconds(ch::seconds(digits.size() == 13 ? value / 1000 : value)));
}

std::string legal_id(std::string_view name) {
    if (revision::id_fault(name).empty())
        return std::string(name);
    std::string id;
    for (const char c : name)
        id += revision::label_fault(std::string_view(&c, 1)).empty() ? c : '_';
    if (!revision::label_fault(id).empty()) // a word of the target syntax, or nothing
        id += '_';
    if (id.size() <= revision::max_id_bytes)
        return id;
    auto kept = revision::max_id_bytes - hash_digits - 1;
    while (kept > 0 && (static_cast<unsigned char>(id[kept]) & 0xc0U) == 0x80U)
        --kept;
    return fmt::format("{}_{}", id.substr(0, kept), sha256(name).substr(0, hash_digits));
}

} // namespace pgmend::importers
