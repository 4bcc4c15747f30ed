#include "pg/transaction.hpp"

namespace pgmend::pg {
namespace {

void run_quietly(Connection& connection, std::string_view sql) noexcept {
    try {
        if (connection.alive())
            connection.run(sql);
    } catch (
        const std::exception&) { // NOLINT: a destructor has nobody to tell; the server rolls back by itself
    }
}

} // namespace

Transaction::Transaction(Connection& connection, std::string_view begin) : connection_(connection) {
    connection_.run(begin);
}

Transaction::~Transaction() {
    if (open_)
        run_quietly(connection_, "ROLLBACK");
}

void Transaction::commit() {
    open_ = false;
    connection_.run("COMMIT");
}

void Transaction::rollback() {
    open_ = false;
    connection_.run("ROLLBACK");
}

ScratchSavepoint::ScratchSavepoint(Connection& connection) : connection_(connection) {
    connection_.run("SAVEPOINT pgmend_scratch");
}

ScratchSavepoint::~ScratchSavepoint() {
    run_quietly(connection_, "ROLLBACK TO SAVEPOINT pgmend_scratch");
    run_quietly(connection_, "RELEASE SAVEPOINT pgmend_scratch");
}

} // namespace pgmend::pg
