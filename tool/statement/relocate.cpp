#include "statement/relocate.hpp"

#include "base/quote.hpp"
#include "statement/create_as.hpp"
#include "statement/retarget.hpp"
#include "statement/token.hpp"

#include <optional>
#include <span>

namespace pgmend::statement {
namespace {

bool is_name(const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted_name;
}

/// The name that a token stands for; operators are names, too.
std::string name_in(const Token& token) {
    if (token.kind != TokenKind::quoted_name)
        return token.kind == TokenKind::word ? fold(token.text) : std::string(token.text);
    auto text = token.text;
    text.remove_prefix(text.find('"') + 1);
    text.remove_suffix(1);
    std::string name;
    for (std::size_t i = 0; i < text.size(); ++i) {
        name += text[i];
        i += text[i] == '"' ? 1 : 0;
    }
    return name;
}

/// Copies the text, with some tokens replaced.
class Relocator {
  public:
    Relocator(std::string_view text, const Relocation& relocation)
        : text_(text), scanned_(scan(text)), tokens_(scanned_.tokens), relocation_(relocation) {}

    std::string run() {
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (auto instead = in_place_of(i))
                replace(tokens_[i].text, *instead);
        result_.append(text_.substr(from_));
        return std::move(result_);
    }

  private:
    std::optional<std::string> in_place_of(std::size_t i) const {
        if (tokens_[i].kind == TokenKind::string)
            return in_constant(tokens_[i].text);
        if (!is_name(tokens_[i]) || (i > 0 && is_symbol(tokens_[i - 1], ".")))
            return std::nullopt;
        const bool qualifies = i + 2 < tokens_.size() && is_symbol(tokens_[i + 1], ".");
        if (qualifies) {
            const auto found = relocation_.objects.find({name_in(tokens_[i]), name_in(tokens_[i + 2])});
            if (found != relocation_.objects.end())
                return quote_identifier(found->second);
        }
        const bool names_multirange = qualifies && i >= 2 && is_symbol(tokens_[i - 1], "=") &&
                                      is_word(tokens_[i - 2], "multirange_type_name");
        if (names_multirange || stands_behind(i, "set", "schema") ||
            (qualifies && stands_behind(i, "sequence", "name")))
            return schema(name_in(tokens_[i]));
        return std::nullopt;
    }

    std::optional<std::string> schema(const std::string& name) const {
        const auto found = relocation_.schemas.find(name);
        return found == relocation_.schemas.end() ? std::nullopt
                                                  : std::optional(quote_identifier(found->second));
    }

    bool stands_behind(std::size_t i, std::string_view first, std::string_view second) const {
        return i >= 2 && is_word(tokens_[i - 2], first) && is_word(tokens_[i - 1], second);
    }

    /// A constant that is a qualified name as a whole, such as that of nextval('s.q').
    std::optional<std::string> in_constant(std::string_view constant) const {
        if (constant.size() < 5 || constant.front() != '\'')
            return std::nullopt;
        const auto inside = constant.substr(1, constant.size() - 2);
        const auto parts = scan(inside).tokens;
        if (parts.size() != 3 || !is_name(parts[0]) || !is_symbol(parts[1], ".") || !is_name(parts[2]))
            return std::nullopt;
        const auto found = relocation_.objects.find({name_in(parts[0]), name_in(parts[2])});
        if (found == relocation_.objects.end())
            return std::nullopt;
        return "'" + quote_identifier(found->second) + "." + std::string(parts[2].text) + "'";
    }

    void replace(std::string_view token, std::string_view instead) {
        const auto begin = static_cast<std::size_t>(token.data() - text_.data());
        result_.append(text_.substr(from_, begin - from_)).append(instead);
        from_ = begin + token.size();
    }

    std::string_view text_;
    Scan scanned_;
    std::span<const Token> tokens_;
    const Relocation& relocation_;
    std::string result_;
    std::size_t from_ = 0;
};

bool holds_rows(const Statement& statement) {
    if (statement.effects.empty() || statement.effects.front().verb != Verb::create)
        return false;
    const auto kind = statement.effects.front().object.kind;
    return kind == ObjectKind::table || kind == ObjectKind::materialized_view;
}

} // namespace

std::string relocated(const Statement& statement, const Relocation& relocation) {
    const auto plain = rewritten(statement, {.without_concurrently = true, .without_if_not_exists = true});
    auto text = Relocator(plain, relocation).run();
    return holds_rows(statement) && is_create_as(statement) ? without_data(std::move(text)) : text;
}

} // namespace pgmend::statement
