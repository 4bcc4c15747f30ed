#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::sync::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// Why a text is not JSON that PostgreSQL's jsonb can store.
struct Fault {
    std::size_t offset = 0; ///< in bytes
    std::string reason;
};

class Document;

/// A value within a Document. Its original bytes are available, so numbers are not rounded, and keys may be
/// in any language. Valid as long as the document and its text.
class Value {
  public:
    Value() = default;
    Value(const Document& document, std::uint32_t node) : document_(&document), node_(node) {}

    /// False if the value that was looked up does not exist.
    explicit operator bool() const noexcept { return document_ != nullptr; }
    Kind kind() const;
    bool is(Kind kind) const { return document_ != nullptr && this->kind() == kind; }
    /// The original bytes.
    std::string_view raw() const;
    /// The characters of a string, or the bytes of any other value.
    std::string text() const;
    /// The member with this name; if there are several, the last one, as in jsonb. Nothing if this is not an
    /// object.
    Value find(std::string_view key) const;

    /// The first element of an array, or the first member of an object; nothing if it is empty. next()
    /// returns the others.
    Value first() const;
    Value next(const Value& container) const;
    /// The name of a member.
    std::string key() const;
    /// The offset of the member, including its name, in the text of the document.
    std::size_t member_begin() const;
    std::size_t end() const;

  private:
    const Document* document_ = nullptr;
    std::uint32_t node_ = 0;
};

/// A JSON text, checked as strictly as by jsonb: RFC 8259, UTF-8, no NUL (\u0000), no unpaired surrogates,
/// and at most `max_depth` levels. Values point into the text; nothing is copied. One object can be used for
/// many texts, one after the other, and reuses its memory.
class Document {
  public:
    static constexpr int max_depth = 1000;

    /// Parses the text. Returns nothing if it is valid. The text must be shorter than 4 GB and exist as long
    /// as the values are used.
    std::optional<Fault> parse(std::string_view text);
    Value root() const { return {*this, 0}; }

  private:
    friend class Value;
    friend class Parser;
    struct Node {
        std::uint32_t begin = 0, end = 0;
        std::uint32_t key_begin = 0, key_end = 0; ///< between the quotes
        std::uint32_t after = 0;                  ///< number of the node after the contents of this one
        Kind kind = Kind::null;
        bool escaped = false; ///< the string contains a backslash
        bool key_escaped = false;
    };
    std::string_view text_;
    std::vector<Node> nodes_;
};

} // namespace pgmend::sync::json
