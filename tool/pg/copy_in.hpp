#pragma once

#include "pg/connection.hpp"

#include <optional>

namespace pgmend::pg {

/// COPY … FROM STDIN in text format (PostgreSQL manual, COPY). Rows are gathered and sent in blocks. Without
/// finish() the copy is given up and the server throws the rows away.
class CopyIn {
  public:
    CopyIn(Connection& connection, std::string sql,
           std::source_location call = std::source_location::current());
    CopyIn(const CopyIn&) = delete;
    CopyIn& operator=(const CopyIn&) = delete;
    ~CopyIn();

    /// Adds a column value to the row begun; no value = NULL.
    void add(std::optional<std::string_view> value);
    void end_row();
    /// Sends bytes that are in COPY's own format already.
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
