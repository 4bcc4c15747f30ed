#include "pg/copy_in.hpp"

#include <libpq-fe.h>

namespace pgmend::pg {
namespace {

constexpr std::size_t block_size = 256 * 1024;

} // namespace

CopyIn::CopyIn(Connection& connection, std::string sql, std::source_location call)
    : connection_(connection), sql_(std::move(sql)), call_(call) {
    connection_.run(query());
    buffer_.reserve(block_size + 4096);
}

CopyIn::~CopyIn() {
    if (!open_)
        return;
    PQputCopyEnd(connection_.raw(), "canceled by the client");
    while (auto* raw = PQgetResult(connection_.raw()))
        PQclear(raw);
}

void CopyIn::add(std::optional<std::string_view> value) {
    if (row_begun_)
        buffer_ += '\t';
    row_begun_ = true;
    if (!value) {
        buffer_ += "\\N";
        return;
    }
    for (const char c : *value) {
        switch (c) {
        case '\\':
            buffer_ += "\\\\";
            break;
        case '\t':
            buffer_ += "\\t";
            break;
        case '\n':
            buffer_ += "\\n";
            break;
        case '\r':
            buffer_ += "\\r";
            break;
        default:
            buffer_ += c;
        }
    }
}

void CopyIn::end_row() {
    buffer_ += '\n';
    row_begun_ = false;
    if (buffer_.size() >= block_size)
        send();
}

void CopyIn::add_raw(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= block_size)
        send();
}

void CopyIn::send() {
    if (PQputCopyData(connection_.raw(), buffer_.data(), static_cast<int>(buffer_.size())) != 1)
        throw connection_.error_of(nullptr, query());
    buffer_.clear();
}

long long CopyIn::finish() {
    send();
    open_ = false;
    if (PQputCopyEnd(connection_.raw(), nullptr) != 1)
        throw connection_.error_of(nullptr, query());
    long long rows = 0;
    std::optional<SqlError> error;
    while (auto* raw = connection_.next_raw()) {
        const Result result(raw);
        if (PQresultStatus(raw) == PGRES_FATAL_ERROR)
            error = connection_.error_of(raw, query());
        else
            rows = result.affected();
    }
    if (error)
        throw *std::move(error);
    return rows;
}

} // namespace pgmend::pg
