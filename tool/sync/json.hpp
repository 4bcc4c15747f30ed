#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::sync::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// Why a text is no JSON that PostgreSQL's jsonb can hold.
struct Fault {
    std::size_t offset = 0; ///< in bytes
    std::string reason;
};

class Document;

/// A value within a Document: its own bytes are at hand as they were sent, so numbers are never rounded and
/// keys may be in any language. Valid as long as the document and its text.
class Value {
  public:
    Value() = default;
    Value(const Document& document, std::uint32_t node) : document_(&document), node_(node) {}

    /// False for what was looked for and is not there.
    explicit operator bool() const noexcept { return document_ != nullptr; }
    Kind kind() const;
    bool is(Kind kind) const { return document_ != nullptr && this->kind() == kind; }
    /// The bytes as they were sent.
    std::string_view raw() const;
    /// A string's characters, or any other value's bytes.
    std::string text() const;
    /// The member of that name; of several the last, as jsonb has it. Nothing for what is no object.
    Value find(std::string_view key) const;

    /// The elements of an array, or the members of an object, one after the other: nothing at the end.
    Value first() const;
    Value next(const Value& container) const;
    /// A member's name.
    std::string key() const;
    /// Where the member begins, its name included: offset in the document's text.
    std::size_t member_begin() const;
    std::size_t end() const;

  private:
    const Document* document_ = nullptr;
    std::uint32_t node_ = 0;
};

/// One JSON text, checked as strictly as the server's jsonb does it: RFC 8259, UTF-8, no NUL (\u0000), no
/// lone surrogate, at most `max_depth` levels. The values point into the text; nothing is copied. An object
/// of this class is used for many texts, one after the other, and keeps its memory.
class Document {
  public:
    static constexpr int max_depth = 1000;

    /// Nothing when all is well. The text must live as long as the values are used; less than 4 GB.
    std::optional<Fault> parse(std::string_view text);
    Value root() const { return {*this, 0}; }

  private:
    friend class Value;
    friend class Parser;
    struct Node {
        std::uint32_t begin = 0, end = 0;
        std::uint32_t key_begin = 0, key_end = 0; ///< between the quotes
        std::uint32_t after = 0;                  ///< number of the node behind this one's content
        Kind kind = Kind::null;
        bool escaped = false; ///< the string has a backslash
        bool key_escaped = false;
    };
    std::string_view text_;
    std::vector<Node> nodes_;
};

} // namespace pgmend::sync::json
