#include "sync/timestamp.hpp"

#include <chrono>

namespace pgmend::sync {
namespace {

constexpr std::int64_t second = 1'000'000;

/// Reads a text from left to right.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ == text_.size(); }

    bool take(char wanted) {
        const bool there = at_ < text_.size() && text_[at_] == wanted;
        at_ += there ? 1 : 0;
        return there;
    }

    /// Exactly so many digits, or -1.
    int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; ++i) {
            const int digit = next_digit();
            if (digit < 0)
                return -1;
            value = value * 10 + digit;
        }
        return value;
    }

    int next_digit() {
        if (at_ == text_.size() || text_[at_] < '0' || text_[at_] > '9')
            return -1;
        return text_[at_++] - '0';
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

/// The day's first moment.
std::optional<Timestamp> date(Scanner& scanner) {
    const int year = scanner.number(4);
    if (year < 1 || !scanner.take('-'))
        return std::nullopt;
    const int month = scanner.number(2);
    if (month < 1 || !scanner.take('-'))
        return std::nullopt;
    const int day = scanner.number(2);
    const std::chrono::year_month_day calendar{std::chrono::year(year),
                                               std::chrono::month(static_cast<unsigned>(month)),
                                               std::chrono::day(static_cast<unsigned>(day < 0 ? 0 : day))};
    if (!calendar.ok())
        return std::nullopt;
    return std::chrono::sys_days(calendar).time_since_epoch().count() * 86'400 * second;
}

std::optional<Timestamp> time_of_day(Scanner& scanner) {
    const int hours = scanner.number(2);
    if (hours < 0 || hours > 23 || !scanner.take(':'))
        return std::nullopt;
    const int minutes = scanner.number(2);
    if (minutes < 0 || minutes > 59 || !scanner.take(':'))
        return std::nullopt;
    const int seconds = scanner.number(2);
    if (seconds < 0 || seconds > 59)
        return std::nullopt;
    return ((hours * 60LL + minutes) * 60 + seconds) * second;
}

std::optional<Timestamp> fraction(Scanner& scanner) {
    if (!scanner.take('.'))
        return 0;
    std::int64_t nanoseconds = 0;
    int digits = 0;
    for (int digit = scanner.next_digit(); digit >= 0; digit = scanner.next_digit()) {
        if (++digits > 9)
            return std::nullopt;
        nanoseconds = nanoseconds * 10 + digit;
    }
    if (digits == 0)
        return std::nullopt;
    for (; digits < 9; ++digits)
        nanoseconds *= 10;
    return (nanoseconds + 500) / 1000;
}

std::optional<Timestamp> offset(Scanner& scanner) {
    if (scanner.take('Z'))
        return 0;
    const bool west = scanner.take('-');
    if (!west && !scanner.take('+'))
        return std::nullopt;
    const int hours = scanner.number(2);
    int minutes = 0;
    if (scanner.take(':') || !scanner.at_end())
        minutes = scanner.number(2);
    if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59)
        return std::nullopt;
    return (west ? -1 : 1) * (hours * 60LL + minutes) * 60 * second;
}

/// So many digits at a place of the text.
void put(std::string& text, std::size_t at, std::size_t digits, std::int64_t value) {
    for (auto i = at + digits; i > at; value /= 10)
        text[--i] = static_cast<char>('0' + value % 10);
}

} // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
    Scanner scanner(text);
    const auto day = date(scanner);
    if (!day || !(scanner.take('T') || scanner.take(' ')))
        return std::nullopt;
    const auto time = time_of_day(scanner);
    const auto part = time ? fraction(scanner) : std::nullopt;
    const auto shift = part ? offset(scanner) : std::nullopt;
    if (!shift || !scanner.at_end())
        return std::nullopt;
    return *day + *time + *part - *shift;
}

std::string to_text(Timestamp timestamp) {
    using namespace std::chrono;
    const auto whole = floor<days>(sys_time<microseconds>(microseconds(timestamp)));
    const year_month_day calendar(whole);
    auto rest = timestamp - whole.time_since_epoch().count() * 86'400 * second;
    const auto fraction_part = rest % second;
    rest /= second;
    const int year = static_cast<int>(calendar.year());
    // Written by hand: a history row has four of them, and formatting would cost more than all else.
    std::string text = "0000-00-00 00:00:00";
    put(text, 0, 4, year > 0 ? year : 1 - year);
    put(text, 5, 2, static_cast<unsigned>(calendar.month()));
    put(text, 8, 2, static_cast<unsigned>(calendar.day()));
    put(text, 11, 2, rest / 3600);
    put(text, 14, 2, rest / 60 % 60);
    put(text, 17, 2, rest % 60);
    if (fraction_part > 0) {
        text += ".000000";
        put(text, 20, 6, fraction_part);
        text.erase(text.find_last_not_of('0') + 1);
    }
    return year > 0 ? text : text + " BC"; // an offset may take the first day of year 1 over the edge
}

} // namespace pgmend::sync
