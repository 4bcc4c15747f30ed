#pragma once

#include "pg/connection.hpp"
#include "sync/copy_rows.hpp"
#include "sync/settings.hpp"

#include <span>
#include <string>

namespace pgmend::sync {

/// The server has rejected one row of a batch and named it.
struct BadRow {
    std::size_t index = 0; ///< index of the issue in the batch
    pg::SqlError error;
};

/// A connection over which batches are written.
struct Writer {
    pg::Connection connection;
    /// Binary if the columns of tracker_task_history have the types that the revisions give them.
    CopyFormat history_format = CopyFormat::text;
};

/// Opens a connection, makes the settings of the session, and creates the temporary staging table. Throws
/// SqlError.
Writer open_writer(const pg::Dsn& dsn, const Settings& settings);

/// Writes issues in the open transaction and does not commit: COPY into the staging table, the merge, and
/// then COPY of the history of issues whose history differs. If an issue occurs twice, the last one is used.
/// Throws BadRow if the server names the line, otherwise SqlError; the transaction has then failed.
Totals write_batch(Writer& writer, std::span<const Issue* const> issues, bool partial);

/// A UUID that begins with the time (RFC 9562, version 7), so that new rows are adjacent in an index.
Uuid new_uuid();

/// The current time in UTC.
Timestamp now();

/// The line number in the context of an error of COPY into `table`, in any language of the server; 0 = none.
std::size_t copy_line(const std::string& context, const std::string& table);

/// The intervals of an issue as one text, in the format that sync_merge.sql produces from the existing rows.
std::string history_text(std::vector<HistoryRow> rows);

} // namespace pgmend::sync
