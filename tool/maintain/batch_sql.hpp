#pragma once

#include "maintain/table.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// An UPDATE or DELETE that is done in ranges of the primary key.
struct BatchStatement {
    std::string sql;   ///< as it was given, without a semicolon
    std::string table; ///< as it names its target
    std::string alias; ///< by which the statement calls the target; quoted
    bool deletes = false;
    bool only = false;             ///< ONLY: not the tables that inherit
    std::vector<std::string> sets; ///< columns that it sets
    std::size_t where = 0;         ///< offset of the word WHERE in `sql`; its end without one
};

/// Reads the statement. Throws UsageError when it is another one, or has parts that do not divide: WITH,
/// RETURNING, WHERE CURRENT OF.
BatchStatement parse_batch(const std::string& sql);

/// Refuses a table whose rows cannot be taken in ranges of their primary key by this statement. Throws
/// UsageError, or Error when row security hides rows.
void check_batch(const Table& table, const BatchStatement& statement);

/// The key of the row that ends a range of `rows` rows after the parameters $1, $2, …; from the table's
/// beginning when `first`.
std::string batch_range_end(const Table& table, long long rows, bool first);

/// The statement for one range: after $1, $2, … (unless `first`), up to and including the next parameters
/// (unless `last`).
std::string batch_range(const Table& table, const BatchStatement& statement, bool first, bool last);

} // namespace pgmend::maintain
