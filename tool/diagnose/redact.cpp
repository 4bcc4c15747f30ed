#include "diagnose/redact.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace pgmend::diagnose {
namespace {

// The words before a name in quotes; whatever else is in quotes may be a value.
constexpr auto nouns = std::to_array<std::string_view>(
    {"column", "constraint", "cursor",    "database",  "domain",   "enum",      "extension",   "function",
     "index",  "language",   "operator",  "parameter", "policy",   "procedure", "publication", "relation",
     "role",   "rule",       "savepoint", "schema",    "sequence", "server",    "statement",   "subscription",
     "table",  "tablespace", "trigger",   "type",      "user",     "view"});

bool ends_in_noun(std::string_view text) {
    if (!text.ends_with(' ') || text.ends_with("SQL statement "))
        return false;
    text.remove_suffix(1);
    return std::ranges::find(nouns, text.substr(text.find_last_of(' ') + 1)) != nouns.end();
}

/// Reads a text from left to right and writes what may be shown of it.
class Redactor {
  public:
    explicit Redactor(const std::string& text) : text_(text) {}

    std::string run() {
        while (at_ < text_.size()) {
            if (text_[at_] == '"')
                quoted();
            else if (text_[at_] == '(')
                bracket();
            else if (text_[at_] == '\'' && !follows_word())
                hide("'", '\'');
            else
                result_ += text_[at_++];
        }
        return std::move(result_);
    }

  private:
    bool follows_word() const {
        return at_ > 0 && (std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0 ||
                           text_[at_ - 1] == '_' || (text_[at_ - 1] & 0x80) != 0);
    }

    void keep_until(std::size_t end) {
        result_.append(text_, at_, end - at_);
        at_ = end;
    }

    /// Up to the last of the closing characters, since a value may hold some, too.
    void hide(std::string_view open, char close) {
        ((result_ += open) += "…") += close;
        const auto last = text_.rfind(close);
        at_ = last > at_ ? last + 1 : text_.size();
    }

    void quoted() {
        const auto end = text_.find('"', at_ + 1);
        if (end != std::string::npos && ends_in_noun(result_))
            keep_until(end + 1);
        else
            hide("\"", '"');
    }

    void bracket() {
        const bool is_value = at_ > 0 && text_[at_ - 1] == '=';
        const auto values = text_.find(")=(", at_);
        if (!is_value && follows_word()) // a function's arguments, a type's length
            result_ += text_[at_++];
        else if (!is_value && values != std::string::npos) // the columns of a key
            keep_until(values + 2);
        else
            hide("(", ')');
    }

    const std::string& text_;
    std::string result_;
    std::size_t at_ = 0;
};

std::string line_without_values(const std::string& line) {
    if (line.starts_with("PL/pgSQL function ") || line.starts_with("SQL function "))
        return line;
    if (line.starts_with("SQL statement "))
        return "SQL statement \"…\"";
    if (line.starts_with("COPY "))
        return line.find(": ") == std::string::npos ? line : line.substr(0, line.find(": ")) + ": …";
    return "…";
}

} // namespace

std::string without_values(const std::string& text) {
    return Redactor(text).run();
}

std::string context_without_values(const std::string& context) {
    std::string result, before;
    for (std::size_t start = 0; start < context.size();) {
        const auto end = std::min(context.find('\n', start), context.size());
        auto line = line_without_values(context.substr(start, end - start));
        if (line != "…" || before != line)
            result += (result.empty() ? "" : "\n") + line;
        before = std::move(line);
        start = end + 1;
    }
    return result;
}

} // namespace pgmend::diagnose
