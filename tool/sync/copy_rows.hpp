#pragma once

#include "pg/copy_in.hpp"
#include "sync/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgmend::sync {

/// A UUID as two halves.
struct Uuid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};

/// The UUID as the server prints it: "0190a1b2-…".
std::string to_text(const Uuid& uuid);

/// The format of the rows for COPY.
enum class CopyFormat {
    text,  ///< the server parses the values with the input functions of the columns
    binary ///< the server stores the values directly, which is faster; each must have exactly the type of its
           ///< column
};

/// Writes rows for a COPY that was started in this format (PostgreSQL manual, COPY, "Binary Format"). For
/// each row, add one value per column, then call end_row(). finish() ends the COPY.
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
    /// Ends the COPY. Throws SqlError.
    void finish();

  private:
    bool null(bool is_null);

    pg::CopyIn& copy_;
    bool binary_;
    std::int16_t columns_;
    std::string row_; ///< the current row in binary format
};

} // namespace pgmend::sync
