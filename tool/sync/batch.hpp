#pragma once

#include "pg/connection.hpp"
#include "sync/copy_rows.hpp"
#include "sync/settings.hpp"

#include <span>
#include <string>

namespace pgmend::sync {

/// The server refused one row of a batch and said which.
struct BadRow {
    std::size_t index = 0; ///< of the issue in the batch
    pg::SqlError error;
};

/// A connection on which batches are written.
struct Writer {
    pg::Connection connection;
    /// Binary where the columns of tracker_task_history have the types that its revisions give them.
    CopyFormat history_format = CopyFormat::text;
};

/// Opens one: temporary staging table, settings of the session. Throws SqlError.
Writer open_writer(const pg::Dsn& dsn, const Settings& settings);

/// Writes issues in one transaction, which is open when this is called and stays so: COPY into the staging
/// table, the merge, then the history of those whose history differs by COPY. An issue that comes twice
/// counts as its last. Throws BadRow where the server names the line, else SqlError; then the transaction has
/// failed.
Totals write_batch(Writer& writer, std::span<const Issue* const> issues, bool partial);

/// A uuid whose beginning is the time (RFC 9562, version 7), so that new rows stand side by side in an index.
Uuid new_uuid();

/// The time, in UTC.
Timestamp now();

/// The number of the line which a context of COPY into `table` names, whatever the server's language; 0 =
/// none.
std::size_t copy_line(const std::string& context, const std::string& table);

/// An issue's intervals as one text, by the same rule as sync_merge.sql makes it of the rows there are.
std::string history_text(std::vector<HistoryRow> rows);

} // namespace pgmend::sync
