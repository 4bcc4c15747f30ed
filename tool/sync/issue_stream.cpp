#include "sync/issue_stream.hpp"

#include <algorithm>

namespace pgmend::sync {
namespace {

constexpr std::size_t chunk = std::size_t{256} << 10;
/// What is kept of a value that is too long.
constexpr std::size_t sample = 4096;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The first place from `at` on of a character that means something within a string; most of the input is
/// passed over here.
std::size_t string_part_end(const std::string& text, std::size_t at) {
    while (at < text.size() && text[at] != '"' && text[at] != '\\' && text[at] != '\n')
        ++at;
    return at;
}

} // namespace

IssueStream::IssueStream(Read read, std::size_t max_size) : read_(std::move(read)), max_size_(max_size) {}

/// Reads on; what lies before the value in hand is let go of.
bool IssueStream::more() {
    if (ended_)
        return false;
    const auto needless = has_value_ ? begin_ : at_;
    buffer_.erase(0, needless);
    discarded_ += needless;
    at_ -= needless;
    quote_ -= std::min(quote_, needless);
    begin_ -= std::min(begin_, needless);
    if (has_value_ && at_ > max_size_) {
        too_long_ = true;
        const auto cut = at_ - sample;
        buffer_.erase(sample, cut);
        discarded_ += cut;
        at_ = sample;
        quote_ = sample;
    }
    const auto size = buffer_.size();
    buffer_.resize(size + chunk);
    const auto count = read_(buffer_.data() + size, chunk);
    buffer_.resize(size + count);
    ended_ = count == 0;
    return count > 0;
}

bool IssueStream::skip_to_value() {
    for (; available(); ++at_) {
        const char c = buffer_[at_];
        if (c == '\n') {
            count_line();
            continue;
        }
        const bool mark = discarded_ + at_ < 3 && (c == '\xEF' || c == '\xBB' || c == '\xBF');
        if (is_space(c) || mark)
            continue;
        if (c != ',')
            return true;
        line_is_blank_ = false;
    }
    return false;
}

void IssueStream::count_line() {
    ++line_;
    line_begin_ = discarded_ + at_ + 1;
    line_is_blank_ = true;
}

/// What stands behind the array of an object that wraps it.
void IssueStream::skip_wrapper() {
    std::size_t depth = 0;
    bool quoted = false, escaped = false, closed = false;
    for (; !closed && available(); ++at_) {
        const char c = buffer_[at_];
        if (c == '\n')
            count_line();
        if (escaped)
            escaped = false;
        else if (quoted) {
            escaped = c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            closed = depth == 0;
            depth -= closed ? 0 : 1;
        }
    }
    place_ = Place::top;
    wrapper_open_ = !closed;
}

std::string_view IssueStream::open_at_end() const {
    if (place_ == Place::in_array)
        return "an array";
    return wrapper_open_ ? "an object" : "";
}

void IssueStream::begin_value() {
    begin_ = at_;
    has_value_ = true;
    first_line_ = line_;
    offset_ = discarded_ + at_;
    column_ = offset_ - line_begin_;
    began_line_ = line_is_blank_;
    line_is_blank_ = false;
    too_long_ = false;
    brackets_.clear();
    quoted_ = escaped_ = key_expected_ = issues_key_ = false;
    may_wrap_ = place_ == Place::top;
    last_ = '\0';
}

void IssueStream::key_ended() {
    const auto key = std::string_view(buffer_).substr(quote_ + 1, at_ - quote_ - 1);
    key_expected_ = false;
    issues_key_ = key == "issues";
    if (key == "id" || key == "key")
        may_wrap_ = false;
}

IssueStream::Step IssueStream::in_string() {
    while (available()) {
        if (!escaped_) {
            at_ = string_part_end(buffer_, at_);
            if (at_ == buffer_.size())
                continue;
        }
        const char c = buffer_[at_];
        if (c == '\n')
            return Step::more; // cannot be within a string: the string is broken
        if (escaped_)
            escaped_ = false;
        else if (c == '\\')
            escaped_ = true;
        else if (c == '"') {
            quoted_ = false;
            if (key_expected_ && brackets_.size() == 1 && !too_long_)
                key_ended();
            ++at_;
            return Step::more;
        }
        ++at_;
    }
    return Step::ended;
}

/// Whether the value in hand ends at this line break, because the next line begins as it did.
bool IssueStream::new_line_breaks() {
    while (buffer_.size() <= at_ + 1 + column_ && more()) {
    }
    const auto next = at_ + 1;
    if (!began_line_ || next + column_ >= buffer_.size() || buffer_[next + column_] != '{' ||
        !std::all_of(buffer_.data() + next, buffer_.data() + next + column_, is_space))
        return false;
    if (one_a_line_ || quoted_)
        return true;
    const bool in_object = !brackets_.empty() && brackets_.back() == '{';
    return in_object ? last_ != ':' : last_ != '[' && last_ != ',';
}

IssueStream::Step IssueStream::outside(char c) {
    switch (c) {
    case '"':
        quoted_ = true;
        escaped_ = false;
        quote_ = at_;
        break;
    case '{':
    case '[':
        if (c == '[' && issues_key_ && may_wrap_ && brackets_.size() == 1)
            return Step::wrapper;
        brackets_ += c;
        key_expected_ = c == '{' && brackets_.size() == 1;
        break;
    case '}':
    case ']':
        brackets_.pop_back();
        if (brackets_.empty())
            return Step::ended;
        break;
    case ',':
        key_expected_ = brackets_.size() == 1;
        break;
    default:
        break;
    }
    if (!is_space(c)) {
        last_ = c;
        issues_key_ = issues_key_ && (c == ':' || c == '"');
    }
    return Step::more;
}

/// Reads the object in hand to its end.
IssueStream::Step IssueStream::read_object() {
    while (available()) {
        const char c = buffer_[at_];
        if (c == '\n') {
            if (new_line_breaks())
                return Step::ended;
            quoted_ = false;
            ++line_;
            line_begin_ = discarded_ + at_ + 1;
        } else if (quoted_) {
            if (in_string() == Step::ended)
                return Step::ended;
            continue;
        } else if (const auto step = outside(c); step != Step::more) {
            ++at_;
            return step;
        }
        ++at_;
    }
    return Step::ended;
}

/// Reads what is neither an object nor an array, up to where another value may begin.
void IssueStream::read_plain() {
    do
        ++at_;
    while (available() && buffer_[at_] != '\n' && buffer_[at_] != ',' && buffer_[at_] != '{' &&
           buffer_[at_] != ']');
}

void IssueStream::give(StreamItem& item) {
    has_value_ = false;
    one_a_line_ = one_a_line_ || (began_line_ && line_ == first_line_ && brackets_.empty());
    const auto end = too_long_ ? std::min(at_, begin_ + sample) : at_;
    item = {.text = std::string_view(buffer_).substr(begin_, end - begin_),
            .line = first_line_,
            .offset = offset_,
            .too_long = too_long_ || end - begin_ > max_size_};
    if (item.too_long)
        item.text = item.text.substr(0, sample);
}

bool IssueStream::next(StreamItem& item) {
    while (place_ == Place::behind_array ? (skip_wrapper(), true) : skip_to_value()) {
        if (!available())
            return false;
        const char c = buffer_[at_];
        if (place_ == Place::top && c == '[') {
            place_ = Place::in_array;
            wrapped_ = false;
            line_is_blank_ = false;
            ++at_;
            continue;
        }
        if (place_ == Place::in_array && c == ']') {
            place_ = wrapped_ ? Place::behind_array : Place::top;
            ++at_;
            continue;
        }
        if (is_space(c))
            continue;
        begin_value();
        if (c != '{') {
            read_plain();
        } else if (read_object() == Step::wrapper) {
            has_value_ = false;
            place_ = Place::in_array;
            wrapped_ = true;
            continue;
        }
        give(item);
        return true;
    }
    return false;
}

} // namespace pgmend::sync
