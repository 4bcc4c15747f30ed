#include "sync/json.hpp"

#include "revision/utf8.hpp"
#include "sync/json_text.hpp"

#include <fmt/format.h>

namespace pgmend::sync::json {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace

/// One pass over the text, from left to right.
class Parser {
  public:
    Parser(std::string_view text, std::vector<Document::Node>& nodes) : text_(text), nodes_(nodes) {}

    std::optional<Fault> run() {
        if (const auto bad = revision::bad_byte(text_); bad != std::string_view::npos)
            return Fault{bad, text_[bad] == '\0' ? "a NUL byte" : "invalid UTF-8"};
        skip_spaces();
        if (value(1)) {
            skip_spaces();
            if (at_ < text_.size())
                fail("unexpected text after the value");
        }
        return std::move(fault_);
    }

  private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void skip_spaces() {
        while (at_ < text_.size() && is_space(text_[at_]))
            ++at_;
    }

    bool fail(std::string reason) {
        if (!fault_)
            fault_ = Fault{at_, std::move(reason)};
        return false;
    }

    bool fail_here(const char* expected) {
        return fail(at_ < text_.size() ? fmt::format("not JSON: expected {}", expected)
                                       : fmt::format("not JSON: the text ends, expected {}", expected));
    }

    std::uint32_t here() const { return static_cast<std::uint32_t>(at_); }

    bool value(int level) {
        if (level > Document::max_depth)
            return fail(fmt::format("nested deeper than {} levels", Document::max_depth));
        const auto number = nodes_.size();
        nodes_.push_back({.begin = here()});
        const bool good = content(number, level);
        nodes_[number].end = here();
        nodes_[number].after = static_cast<std::uint32_t>(nodes_.size());
        return good;
    }

    bool content(std::size_t number, int level) {
        switch (peek()) {
        case '{':
            nodes_[number].kind = Kind::object;
            return members(level);
        case '[':
            nodes_[number].kind = Kind::array;
            return elements(level);
        case '"': {
            bool escaped = false;
            nodes_[number].kind = Kind::string;
            const bool good = string(escaped);
            nodes_[number].escaped = escaped;
            return good;
        }
        case 't':
            nodes_[number].kind = Kind::boolean;
            return word("true");
        case 'f':
            nodes_[number].kind = Kind::boolean;
            return word("false");
        case 'n':
            return word("null");
        default:
            nodes_[number].kind = Kind::number;
            return figure();
        }
    }

    bool members(int level) {
        ++at_;
        skip_spaces();
        if (peek() == '}')
            return ++at_, true;
        for (;;) {
            if (peek() != '"')
                return fail_here("a key");
            const auto key_begin = here() + 1;
            bool escaped = false;
            if (!string(escaped))
                return false;
            const auto key_end = here() - 1;
            skip_spaces();
            if (peek() != ':')
                return fail_here("':'");
            ++at_;
            skip_spaces();
            const auto child = nodes_.size();
            if (!value(level + 1))
                return false;
            nodes_[child].key_begin = key_begin;
            nodes_[child].key_end = key_end;
            nodes_[child].key_escaped = escaped;
            skip_spaces();
            if (peek() == '}')
                return ++at_, true;
            if (peek() != ',')
                return fail_here("',' or '}'");
            ++at_;
            skip_spaces();
        }
    }

    bool elements(int level) {
        ++at_;
        skip_spaces();
        if (peek() == ']')
            return ++at_, true;
        for (;;) {
            if (!value(level + 1))
                return false;
            skip_spaces();
            if (peek() == ']')
                return ++at_, true;
            if (peek() != ',')
                return fail_here("',' or ']'");
            ++at_;
            skip_spaces();
        }
    }

    /// To the next character that means something within a string; false = the text ends.
    bool skip_plain() {
        const auto* const end = text_.data() + text_.size();
        const auto* at = text_.data() + at_;
        while (at < end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20)
            ++at;
        at_ = static_cast<std::size_t>(at - text_.data());
        return at < end;
    }

    bool string(bool& escaped) {
        for (++at_; skip_plain(); ++at_) {
            const auto c = static_cast<unsigned char>(text_[at_]);
            if (c == '"')
                return ++at_, true;
            if (c < 0x20)
                return fail("not JSON: a control character in a string");
            escaped = true;
            if (!escape())
                return false;
        }
        return fail_here("the end of a string");
    }

    /// Leaves `at_` on the last character of the escape.
    bool escape() {
        if (++at_ >= text_.size())
            return fail_here("the rest of an escape");
        constexpr std::string_view simple = "\"\\/bfnrt";
        if (at_ < text_.size() && simple.find(text_[at_]) != std::string_view::npos)
            return true;
        if (peek() != 'u')
            return fail("not JSON: an unknown escape in a string");
        const int unit = code_unit(text_, at_ + 1);
        if (unit < 0)
            return fail("not JSON: \\u without four hexadecimal digits");
        if (unit == 0)
            return fail("a NUL character (\\u0000), which PostgreSQL cannot store");
        at_ += 4;
        if (is_low_surrogate(unit))
            return fail("half a surrogate pair");
        if (!is_high_surrogate(unit))
            return true;
        if (text_.substr(at_ + 1, 2) != "\\u" || !is_low_surrogate(code_unit(text_, at_ + 3)))
            return fail("half a surrogate pair");
        at_ += 6;
        return true;
    }

    bool word(std::string_view expected) {
        if (text_.substr(at_, expected.size()) != expected)
            return fail_here("a value");
        at_ += expected.size();
        return true;
    }

    bool digits() {
        const auto begin = at_;
        while (is_digit(peek()))
            ++at_;
        return at_ > begin;
    }

    bool figure() {
        if (peek() == '-')
            ++at_;
        if (peek() == '0')
            ++at_;
        else if (!digits())
            return fail_here("a value");
        if (peek() == '.' && (++at_, !digits()))
            return fail_here("a digit");
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (peek() == '+' || peek() == '-')
                ++at_;
            if (!digits())
                return fail_here("a digit");
        }
        return true;
    }

    std::string_view text_;
    std::vector<Document::Node>& nodes_;
    std::size_t at_ = 0;
    std::optional<Fault> fault_;
};

std::optional<Fault> Document::parse(std::string_view text) {
    text_ = text;
    nodes_.clear();
    return Parser(text, nodes_).run();
}

Kind Value::kind() const {
    return document_->nodes_[node_].kind;
}

std::string_view Value::raw() const {
    const auto& node = document_->nodes_[node_];
    return document_->text_.substr(node.begin, node.end - node.begin);
}

std::string Value::text() const {
    const auto whole = raw();
    if (kind() != Kind::string)
        return std::string(whole);
    return unescaped(whole.substr(1, whole.size() - 2), document_->nodes_[node_].escaped);
}

std::string Value::key() const {
    const auto& node = document_->nodes_[node_];
    return unescaped(document_->text_.substr(node.key_begin, node.key_end - node.key_begin),
                     node.key_escaped);
}

std::size_t Value::member_begin() const {
    return document_->nodes_[node_].key_begin - 1;
}

std::size_t Value::end() const {
    return document_->nodes_[node_].end;
}

Value Value::first() const {
    const bool has_content = document_ != nullptr && (is(Kind::array) || is(Kind::object)) &&
                             document_->nodes_[node_].after > node_ + 1;
    return has_content ? Value(*document_, node_ + 1) : Value();
}

Value Value::next(const Value& container) const {
    const auto after = document_->nodes_[node_].after;
    return after < document_->nodes_[container.node_].after ? Value(*document_, after) : Value();
}

Value Value::find(std::string_view key) const {
    Value found;
    if (!is(Kind::object))
        return found;
    for (auto member = first(); member; member = member.next(*this)) {
        const auto& node = document_->nodes_[member.node_];
        const auto inside = document_->text_.substr(node.key_begin, node.key_end - node.key_begin);
        if (node.key_escaped ? unescaped(inside, true) == key : inside == key)
            found = member;
    }
    return found;
}

} // namespace pgmend::sync::json
