#pragma once

#include "pg/connection.hpp"

#include <optional>
#include <string>

namespace pgmend::maintain {

/// Rows of the work table that are in one file of one table, and whose kept rows are in one, too.
struct WorkPart {
    std::string rel, kept_rel;   ///< oids
    std::string file, kept_file; ///< their files' numbers when they were scanned
    std::string rows, kept;      ///< the tables' names, qualified where needed

    bool is_same(const WorkPart& other) const {
        return rel == other.rel && kept_rel == other.kept_rel && file == other.file &&
               kept_file == other.kept_file;
    }
    /// The condition on the work table for this part.
    std::string condition() const;
    /// Holds in SQL as long as neither table has been rewritten.
    std::string unchanged() const;
};

/// How far the work table has been dealt with, in its order; as text it stands in the job.
struct WorkPlace {
    WorkPart part;
    std::string row_id;

    std::string text() const;
};

/// Reads what WorkPlace::text() wrote; nothing of an empty text.
std::optional<WorkPlace> work_place(const std::string& text);

/// The unlogged table of the rows that have to go, with their places and versions and those of the rows that
/// stay: (rel, kept_rel, file, kept_file, row_id, row_xmin, kept_id, kept_xmin), indexed in the order of
/// places. Beside it stands, while the scan goes on, the table of its key ranges.
class WorkTable {
  public:
    /// `name` and `ranges` are qualified; in pg_temp they live as long as the session.
    WorkTable(std::string name, std::string ranges) : name_(std::move(name)), ranges_(std::move(ranges)) {}

    const std::string& name() const noexcept { return name_; }
    const std::string& ranges() const noexcept { return ranges_; }
    /// "CREATE UNLOGGED TABLE name" or "CREATE TEMP TABLE name", for one of the two.
    std::string create_words(const std::string& qualified) const;
    bool is_there(pg::Connection& connection) const;
    /// False also after a crash of the server, which empties unlogged tables.
    bool has_rows(pg::Connection& connection) const;

    /// Drops both.
    void drop(pg::Connection& connection) const;
    /// Makes the work table anew, empty; the ranges are gone.
    void create(pg::Connection& connection) const;
    /// Indexes one that was made by CREATE TABLE AS.
    void index(pg::Connection& connection) const;

    /// Where to go on after a place (an empty one: the beginning): the part of the next row, and the row_id
    /// behind which it comes; nothing at the end.
    std::optional<WorkPlace> next(pg::Connection& connection, const std::optional<WorkPlace>& after) const;
    /// The row_id of the last of the `rows` rows behind a place, or of the last one in its part.
    std::string end_of(pg::Connection& connection, const WorkPlace& behind, long long rows) const;
    /// A condition for the rows behind a place; empty = all.
    static std::string behind(const std::optional<WorkPlace>& place);

  private:
    std::string name_, ranges_;
};

} // namespace pgmend::maintain
