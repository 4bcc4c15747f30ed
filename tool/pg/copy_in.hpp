#pragma once

#include "pg/connection.hpp"

#include <optional>

namespace pgmend::pg {

/// COPY … FROM STDIN in text format (PostgreSQL manual, COPY). Rows are buffered and sent in blocks. If
/// finish() is not called, the copy is aborted, and the server discards the rows.
class CopyIn {
  public:
    CopyIn(Connection& connection, std::string sql,
           std::source_location call = std::source_location::current());
    CopyIn(const CopyIn&) = delete;
    CopyIn& operator=(const CopyIn&) = delete;
    ~CopyIn();

    /// Adds a value to the current row; no value = NULL.
    void add(std::optional<std::string_view> value);
    void end_row();
    /// Adds bytes that already have the format of COPY.
    void add_raw(std::string_view bytes);
    /// Ends the copy; returns the number of rows. Throws SqlError.
    long long finish();

  private:
    void send();
    Query query() const { return {.sql = sql_, .call = call_}; }

    Connection& connection_;
    std::string sql_;
    std::source_location call_;
    std::string buffer_;
    bool row_begun_ = false;
    bool open_ = true;
};

} // namespace pgmend::pg
