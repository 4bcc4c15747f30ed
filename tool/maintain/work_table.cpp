#include "maintain/work_table.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"

#include <sstream>

#include <fmt/format.h>

namespace pgmend::maintain {

std::string WorkPart::condition() const {
    return fmt::format("rel = {}::oid AND kept_rel = {}::oid AND file = {}::oid AND kept_file = {}::oid", rel,
                       kept_rel, file, kept_file);
}

std::string WorkPart::unchanged() const {
    return fmt::format("pg_catalog.pg_relation_filenode({}::oid) = {}::oid AND "
                       "pg_catalog.pg_relation_filenode({}::oid) = {}::oid",
                       rel, file, kept_rel, kept_file);
}

std::string WorkPlace::text() const {
    return fmt::format("{} {} {} {} {}", part.rel, part.kept_rel, part.file, part.kept_file, row_id);
}

std::optional<WorkPlace> work_place(const std::string& text) {
    WorkPlace place;
    std::istringstream words(text);
    if (words >> place.part.rel >> place.part.kept_rel >> place.part.file >> place.part.kept_file >>
        place.row_id)
        return place;
    return std::nullopt;
}

std::string WorkTable::create_words(const std::string& qualified) const {
    constexpr std::string_view temporary = "pg_temp.";
    return qualified.starts_with(temporary) ? "CREATE TEMP TABLE " + qualified.substr(temporary.size())
                                            : "CREATE UNLOGGED TABLE " + qualified;
}

bool WorkTable::is_there(pg::Connection& connection) const {
    return connection.run(pg::own("SELECT to_regclass($1) IS NOT NULL"), {name_}).get<bool>(0, 0);
}

bool WorkTable::has_rows(pg::Connection& connection) const {
    return connection.run(fmt::format("SELECT EXISTS (SELECT FROM {})", name_)).get<bool>(0, 0);
}

void WorkTable::drop(pg::Connection& connection) const {
    connection.run(fmt::format("DROP TABLE IF EXISTS {}, {}", name_, ranges_));
}

void WorkTable::create(pg::Connection& connection) const {
    drop(connection);
    connection.run(fmt::format("{} (rel oid, kept_rel oid, file oid, kept_file oid, row_id tid, row_xmin "
                               "xid, kept_id tid, kept_xmin xid)",
                               create_words(name_)));
    index(connection);
}

void WorkTable::index(pg::Connection& connection) const {
    connection.run(fmt::format("CREATE INDEX ON {} (rel, kept_rel, file, kept_file, row_id)", name_));
}

std::string WorkTable::behind(const std::optional<WorkPlace>& place) {
    if (!place)
        return {};
    const auto& part = place->part;
    return fmt::format(
        " WHERE (rel, kept_rel, file, kept_file, row_id) > ({}::oid, {}::oid, {}::oid, {}::oid, "
        "{}::tid)",
        part.rel, part.kept_rel, part.file, part.kept_file, pg::quote_literal(place->row_id));
}

std::optional<WorkPlace> WorkTable::next(pg::Connection& connection,
                                         const std::optional<WorkPlace>& after) const {
    const auto found = connection.run(
        fmt::format("SELECT rel, kept_rel, file, kept_file, rel::regclass, kept_rel::regclass FROM {} w{} "
                    "ORDER BY w.rel, w.kept_rel, w.file, w.kept_file, w.row_id LIMIT 1",
                    name_, behind(after)));
    if (found.empty())
        return std::nullopt;
    WorkPlace place{.part = {.rel = found.get<std::string>(0, 0),
                             .kept_rel = found.get<std::string>(0, 1),
                             .file = found.get<std::string>(0, 2),
                             .kept_file = found.get<std::string>(0, 3),
                             .rows = found.get<std::string>(0, 4),
                             .kept = found.get<std::string>(0, 5)},
                    .row_id = "(0,0)"};
    if (after && after->part.is_same(place.part))
        place.row_id = after->row_id;
    return place;
}

std::string WorkTable::end_of(pg::Connection& connection, const WorkPlace& behind, long long rows) const {
    const auto row = [&](std::string_view direction, long long skipped) {
        return connection.run(
            fmt::format("SELECT row_id FROM {} WHERE {} AND row_id > $1::tid ORDER BY row_id {} OFFSET {} "
                        "LIMIT 1",
                        name_, behind.part.condition(), direction, skipped),
            {behind.row_id});
    };
    auto found = row("ASC", rows - 1);
    if (found.empty())
        found = row("DESC", 0);
    return found.get<std::string>(0, 0);
}

} // namespace pgmend::maintain
