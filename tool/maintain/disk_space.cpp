#include "maintain/disk_space.hpp"

#include "pg/own_sql.hpp"
#include "sql/queries.hpp"

#include <filesystem>

namespace pgmend::maintain {

std::optional<long long> index_bytes(pg::Connection& connection, const IndexSpec& spec, const Table& table,
                                     long long memory_kb) {
    const auto columns = columns_named(spec.columns + " " + spec.include, table);
    const auto width =
        connection.run(sql::index_width, {table.oid, columns}).get<std::optional<long long>>(0, 0);
    if (!width || table.rows <= 0)
        return std::nullopt;
    constexpr long long entry = 8 + 4; // header and line pointer of an index tuple
    auto bytes = table.rows * (*width + entry);
    if (spec.method == "btree" || spec.method == "hash")
        bytes = bytes * 10 / 9; // leaves are filled to 90 %
    else if (spec.method == "brin")
        return bytes / 1000 + 65536;
    const bool sorts = spec.method == "btree" && bytes > memory_kb * 1024;
    return bytes + (sorts ? bytes : 0);
}

std::optional<long long> free_bytes(pg::Connection& connection) {
    if (const auto host = connection.host(); !host.empty() && host.front() != '/')
        return std::nullopt;
    try {
        const auto folder =
            connection.run(pg::own("SELECT current_setting('data_directory')")).get<std::string>(0, 0);
        std::error_code error;
        const auto space = std::filesystem::space(folder, error);
        if (!error)
            return static_cast<long long>(space.available);
    } catch (const pg::SqlError&) { // NOLINT: it is the server's secret
    }
    return std::nullopt;
}

} // namespace pgmend::maintain
