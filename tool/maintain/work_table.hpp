#pragma once

#include "pg/connection.hpp"

#include <optional>
#include <string>

namespace pgmend::maintain {

/// Rows of the work table whose table has one file, and whose kept rows are in one file.
struct WorkPart {
    std::string rel, kept_rel;   ///< oids
    std::string file, kept_file; ///< their relfilenodes at the time of the scan
    std::string rows, kept;      ///< names of the tables, qualified where necessary

    bool is_same(const WorkPart& other) const {
        return rel == other.rel && kept_rel == other.kept_rel && file == other.file &&
               kept_file == other.kept_file;
    }
    /// The condition that selects this part of the work table.
    std::string condition() const;
    /// A condition that is true as long as neither table was rewritten.
    std::string unchanged() const;
};

/// A position in the order of the work table; its text is stored in the job.
struct WorkPlace {
    WorkPart part;
    std::string row_id;

    std::string text() const;
};

/// Parses the text of WorkPlace::text(). Returns nothing for an empty text.
std::optional<WorkPlace> work_place(const std::string& text);

/// The unlogged table of the rows to delete, with their positions and versions and those of the kept rows:
/// (rel, kept_rel, file, kept_file, row_id, row_xmin, kept_id, kept_xmin). It has an index in the order of
/// the positions. During the scan, a second table contains the key ranges.
class WorkTable {
  public:
    /// `name` and `ranges` are qualified. Tables in pg_temp exist until the end of the session.
    WorkTable(std::string name, std::string ranges) : name_(std::move(name)), ranges_(std::move(ranges)) {}

    const std::string& name() const noexcept { return name_; }
    const std::string& ranges() const noexcept { return ranges_; }
    /// "CREATE UNLOGGED TABLE name" or "CREATE TEMP TABLE name" for one of the two tables.
    std::string create_words(const std::string& qualified) const;
    bool is_there(pg::Connection& connection) const;
    /// Also false after a crash of the server, which empties unlogged tables.
    bool has_rows(pg::Connection& connection) const;

    /// Drops both tables.
    void drop(pg::Connection& connection) const;
    /// Creates an empty work table, and drops the ranges.
    void create(pg::Connection& connection) const;
    /// Creates the index on a work table that was created by CREATE TABLE AS.
    void index(pg::Connection& connection) const;

    /// The position at which to continue after a position (empty: the beginning): the part of the next row,
    /// and the row_id before it. Returns nothing at the end.
    std::optional<WorkPlace> next(pg::Connection& connection, const std::optional<WorkPlace>& after) const;
    /// The row_id of the last of the next `rows` rows after a position, or of the last row in its part.
    std::string end_of(pg::Connection& connection, const WorkPlace& behind, long long rows) const;
    /// A condition for the rows after a position; empty = all rows.
    static std::string behind(const std::optional<WorkPlace>& place);

  private:
    std::string name_, ranges_;
};

} // namespace pgmend::maintain
