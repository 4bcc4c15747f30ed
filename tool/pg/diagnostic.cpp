#include "pg/diagnostic.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <libpq-fe.h>

namespace pgmend::pg {
namespace {

std::string field(const PGresult* raw, int code) {
    const char* text = PQresultErrorField(raw, code);
    return text != nullptr ? text : "";
}

} // namespace

Diagnostic diagnostic_of(const PGresult* raw) {
    Diagnostic d{.severity = field(raw, PG_DIAG_SEVERITY_NONLOCALIZED),
                 .sqlstate = field(raw, PG_DIAG_SQLSTATE),
                 .message = field(raw, PG_DIAG_MESSAGE_PRIMARY),
                 .detail = field(raw, PG_DIAG_MESSAGE_DETAIL),
                 .hint = field(raw, PG_DIAG_MESSAGE_HINT),
                 .internal_query = field(raw, PG_DIAG_INTERNAL_QUERY),
                 .context = field(raw, PG_DIAG_CONTEXT),
                 .schema = field(raw, PG_DIAG_SCHEMA_NAME),
                 .table = field(raw, PG_DIAG_TABLE_NAME),
                 .column = field(raw, PG_DIAG_COLUMN_NAME),
                 .data_type = field(raw, PG_DIAG_DATATYPE_NAME),
                 .constraint = field(raw, PG_DIAG_CONSTRAINT_NAME)};
    if (const auto file = field(raw, PG_DIAG_SOURCE_FILE); !file.empty())
        d.source = fmt::format("{}:{}, {}", file, field(raw, PG_DIAG_SOURCE_LINE),
                               field(raw, PG_DIAG_SOURCE_FUNCTION));
    if (const auto position = field(raw, PG_DIAG_STATEMENT_POSITION); !position.empty())
        d.position = std::atoi(position.c_str());
    return d;
}

} // namespace pgmend::pg
