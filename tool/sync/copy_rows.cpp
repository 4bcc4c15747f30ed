#include "sync/copy_rows.hpp"

#include <array>
#include <type_traits>

namespace pgmend::sync {
namespace {

/// From 1970-01-01 to PostgreSQL's first moment, 2000-01-01.
constexpr std::int64_t epoch = std::int64_t{946'684'800} * 1'000'000;

/// In network order.
template <typename T>
void put(std::string& bytes, T value) {
    const auto bits = static_cast<std::make_unsigned_t<T>>(value);
    std::array<char, sizeof(T)> network{};
    for (std::size_t i = 0; i < sizeof(T); ++i)
        network[i] = static_cast<char>(bits >> (8 * (sizeof(T) - 1 - i)));
    bytes.append(network.data(), network.size());
}

template <typename T>
void put_sized(std::string& bytes, T value) {
    put(bytes, static_cast<std::int32_t>(sizeof(T)));
    put(bytes, value);
}

} // namespace

std::string to_text(const Uuid& uuid) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "00000000-0000-0000-0000-000000000000";
    std::size_t at = text.size();
    for (int i = 0; i < 32; ++i) {
        at -= text[at - 1] == '-' ? 2 : 1;
        text[at] = digits[(i < 16 ? uuid.low >> (4 * i) : uuid.high >> (4 * (i - 16))) & 15];
    }
    return text;
}

CopyRows::CopyRows(pg::CopyIn& copy, CopyFormat format, int columns)
    : copy_(copy), binary_(format == CopyFormat::binary), columns_(static_cast<std::int16_t>(columns)) {
    if (!binary_)
        return;
    row_.assign("PGCOPY\n\xff\r\n\0", 11);
    put(row_, std::int32_t{0}); // flags
    put(row_, std::int32_t{0}); // length of a header extension
    copy_.add_raw(row_);
    row_.clear();
    put(row_, columns_);
}

/// Writes NULL where it is one, and says whether the value is done with.
bool CopyRows::null(bool is_null) {
    if (is_null)
        put(row_, std::int32_t{-1});
    return is_null;
}

void CopyRows::text(std::optional<std::string_view> value) {
    if (!binary_)
        return copy_.add(value);
    if (null(!value))
        return;
    put(row_, static_cast<std::int32_t>(value->size()));
    row_ += *value;
}

void CopyRows::json(std::optional<std::string_view> value) {
    if (!binary_)
        return copy_.add(value);
    if (null(!value))
        return;
    put(row_, static_cast<std::int32_t>(value->size() + 1));
    row_ += '\1'; // the version of jsonb's binary format: the text follows
    row_ += *value;
}

void CopyRows::integer(std::int64_t value) {
    if (!binary_)
        return copy_.add(std::to_string(value));
    put_sized(row_, static_cast<std::int32_t>(value));
}

void CopyRows::boolean(bool value) {
    if (!binary_)
        return copy_.add(value ? "t" : "f");
    put_sized(row_, static_cast<std::int8_t>(value));
}

void CopyRows::timestamp(std::optional<Timestamp> value) {
    if (!binary_)
        return copy_.add(value ? std::optional(to_text(*value)) : std::nullopt);
    if (!null(!value))
        put_sized(row_, std::int64_t{*value - epoch});
}

void CopyRows::uuid(const Uuid& value) {
    if (!binary_)
        return copy_.add(to_text(value));
    put(row_, std::int32_t{16});
    put(row_, value.high);
    put(row_, value.low);
}

void CopyRows::end_row() {
    if (!binary_)
        return copy_.end_row();
    copy_.add_raw(row_);
    row_.clear();
    put(row_, columns_);
}

void CopyRows::finish() {
    if (binary_) {
        row_.clear();
        put(row_, std::int16_t{-1});
        copy_.add_raw(row_);
    }
    copy_.finish();
}

} // namespace pgmend::sync
