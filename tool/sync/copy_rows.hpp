#pragma once

#include "pg/copy_in.hpp"
#include "sync/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgmend::sync {

/// A uuid as its two halves.
struct Uuid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

/// "0190a1b2-…", as the server writes it.
std::string to_text(const Uuid& uuid);

/// How rows are written for COPY.
enum class CopyFormat {
    text,  ///< the server reads the values by the columns' own input functions
    binary ///< the server takes them as they are, for less work; each needs exactly its column's type
};

/// Rows for a COPY that has been begun with this format (PostgreSQL manual, COPY, "Binary Format"). Each row
/// is as many values as there are columns, then end_row(); finish() ends the copy.
class CopyRows {
  public:
    CopyRows(pg::CopyIn& copy, CopyFormat format, int columns);

    /// For text, varchar and "char".
    void text(std::optional<std::string_view> value);
    /// For jsonb.
    void json(std::optional<std::string_view> value);
    /// For integer.
    void integer(std::int64_t value);
    void boolean(bool value);
    /// For timestamp.
    void timestamp(std::optional<Timestamp> value);
    void uuid(const Uuid& value);
    void end_row();
    /// Throws SqlError.
    void finish();

  private:
    bool null(bool is_null);

    pg::CopyIn& copy_;
    bool binary_;
    std::int16_t columns_;
    std::string row_; ///< of the binary format
};

} // namespace pgmend::sync
