#include "diagnose/causes.hpp"

#include <array>

namespace pgmend::diagnose {
namespace {

// PostgreSQL manual, appendix A; a code stands before its class.
constexpr auto causes = std::to_array<Cause>({
    {"22001", "data", "a value is longer than its column", "shorten the value, or widen the column"},
    {"22003", "data", "a number is out of range for its type",
     "use a wider type, or check the unit of the value"},
    {"22007", "data", "a text is not a valid date or time", "check the source of the value, and DateStyle"},
    {"22008", "data", "a date or time is out of range", "check the source of the value"},
    {"22012", "data", "division by zero", "use nullif(divisor, 0)"},
    {"22021", "data", "bytes that are not valid in the encoding",
     "find the source that uses another encoding"},
    {"22P02", "data", "a text is not valid for the column's type",
     "check the source of this column's values"},
    {"22P03", "data", "a binary value is not valid", "check the types on both sides"},
    {"22P05", "data", "a character does not exist in the other encoding", "use UTF8 on both sides"},
    {"22", "data", "a value that the type does not allow", "check the value in the message"},
    {"23502", "data", "a required value is missing", "provide the value, or give the column a default"},
    {"23503", "data", "a row references a missing row, or is still referenced",
     "insert the referenced row first, or do not delete it"},
    {"23505", "race", "the same key was written twice: a duplicate, or two concurrent writers",
     "use ON CONFLICT, or only one writer at a time; 'pgmend dedupe' removes existing duplicates"},
    {"23514", "data", "a row violates a check constraint", "check the constraint in the message"},
    {"23P01", "data", "two rows overlap in violation of an exclusion constraint",
     "check the constraint in the message"},
    {"23", "data", "a row violates a constraint", "check the constraint in the message"},
    {"25P02", "programming", "the transaction had already failed",
     "check the first error of the transaction; this one only follows from it"},
    {"25001", "programming", "the statement cannot run inside a transaction",
     "use '-- migrate:up transaction:false' for its section"},
    {"25006", "permission", "the server is a standby, or the session is read-only",
     "connect to the primary (target_session_attrs=read-write)"},
    {"25", "programming", "a statement is not allowed in this transaction state",
     "check the order of the statements"},
    {"26000", "programming", "a prepared statement does not exist",
     "with a pooler in transaction mode, turn off prepared statements"},
    {"28", "permission", "the server rejects this user", "check user, password and pg_hba.conf"},
    {"3D000", "object", "the database does not exist", "check the URL, or create the database"},
    {"3F000", "object", "the schema does not exist", "check search_path, or create the schema"},
    {"40001", "race", "another transaction changed the same rows", "try again; shorter transactions help"},
    {"40P01", "race", "deadlock", "acquire locks in the same order everywhere; try again"},
    {"40", "race", "the transaction was rolled back", "try again"},
    {"42501", "permission", "the role lacks a privilege", "connect as the owner, or grant the privilege"},
    {"42601", "programming", "the SQL is not valid", "check the position in the message"},
    {"42701", "object", "the column already exists", "'pgmend locate' shows manual changes"},
    {"42703", "object", "the column does not exist: the schema does not match the program",
     "check that the migration has been run; 'pgmend check' shows drift"},
    {"42704", "object", "the object does not exist", "'pgmend check' shows drift"},
    {"42710", "object", "the object already exists", "'pgmend locate' shows manual changes"},
    {"42883", "object", "no function matches these types", "check whether an extension or a cast is missing"},
    {"42P01", "object", "the table does not exist", "check that the migration has been run, and search_path"},
    {"42P06", "object", "the schema already exists", "'pgmend locate' shows manual changes"},
    {"42P07", "object", "the table or index already exists", "'pgmend locate' shows manual changes"},
    {"42804", "programming", "the types do not match", "add a cast"},
    {"42", "programming", "the statement does not match the schema", "check the message"},
    {"53100", "resources", "the server's disk is full",
     "free disk space; dropping or truncating tables frees it, a plain VACUUM does not"},
    {"53200", "resources", "the server is out of memory", "reduce work_mem or the number of sessions"},
    {"53300", "resources", "all connection slots are in use", "use a pooler, or end idle sessions"},
    {"53", "resources", "the server has insufficient resources", "check the server's log and its machine"},
    {"54", "resources", "a limit of the server was exceeded", "split the statement into smaller ones"},
    {"55006", "race", "the object is in use", "end the other session, or try again"},
    {"55P03", "timeout", "a lock could not be acquired in time",
     "find the holder in pg_locks; try again when the lock is free"},
    {"55", "programming", "the object is not in the required state", "check the message"},
    {"57014", "timeout", "the statement was canceled by statement_timeout or a user",
     "make the statement faster (see EXPLAIN), or raise --statement-timeout"},
    {"57P01", "connection", "an administrator ended the session", "try again; ask the administrators"},
    {"57P02", "connection", "the server crashed and restarted", "try again; check the server's log"},
    {"57P03", "connection", "the server is starting up or shutting down", "try again"},
    {"57P05", "timeout", "the session was idle for too long", "see idle_session_timeout"},
    {"57", "connection", "the server stopped the statement for an operator", "try again"},
    {"58", "resources", "the server had a system error", "check the server's log and disks"},
    {"08", "connection", "the connection was lost or could not be established",
     "check the network and the server; try again"},
    {"0A", "programming", "the server does not have this feature", "check the server's version"},
    {"P0001", "data", "a function or trigger raised an error", "the message comes from the function"},
    {"P0", "programming", "a PL/pgSQL function failed", "check the context in the journal"},
    {"XX", "resources", "an internal error of the server: corrupted data, or a bug",
     "check the server's log and disks"},
    {"", "connection", "the connection was lost before the server could answer",
     "check the network and the server; try again"},
});

constexpr Cause unknown{"", "unknown", "unknown SQLSTATE", "check the message and the example"};

} // namespace

const Cause& cause_of(std::string_view sqlstate) {
    for (const auto& cause : causes)
        if (cause.sqlstate == sqlstate ||
            (cause.sqlstate.size() == 2 && sqlstate.starts_with(cause.sqlstate)))
            return cause;
    return unknown;
}

} // namespace pgmend::diagnose
