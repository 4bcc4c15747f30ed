#include "diagnose/causes.hpp"

#include <array>

namespace pgmend::diagnose {
namespace {

// PostgreSQL manual, appendix A; a code stands before its class.
constexpr auto causes = std::to_array<Cause>({
    {"22001", "data", "a value is longer than its column",
     "shorten it before it is sent, or widen the column"},
    {"22003", "data", "a number does not fit its type", "take a wider type, or look for the wrong unit"},
    {"22007", "data", "a text is no date or time", "check what the source sends and DateStyle"},
    {"22008", "data", "a date or time is outside of what the type holds", "check what the source sends"},
    {"22012", "data", "a division by zero", "guard it by nullif(divisor, 0)"},
    {"22021", "data", "bytes that are no text in the encoding",
     "find the source that sends another encoding"},
    {"22P02", "data", "a text cannot be read as the column's type",
     "check what the source sends for this column"},
    {"22P03", "data", "a binary value cannot be read", "check the types on both sides"},
    {"22P05", "data", "a character that the other encoding does not have", "use UTF8 on both sides"},
    {"22", "data", "a value that the type does not allow", "look at the value named in the message"},
    {"23502", "data", "a value is missing where one is required",
     "fill it at the source, or give the column a default"},
    {"23503", "data", "a row points to one that is not there, or is still pointed to",
     "load the other row first, or keep it"},
    {"23505", "race", "the same key was written twice: a duplicate, or two writers at once",
     "use ON CONFLICT, or let one writer work at a time; 'pgmend dedupe' clears what is there"},
    {"23514", "data", "a row breaks a rule of the table", "look at the constraint named in the message"},
    {"23P01", "data", "two rows overlap that must not", "look at the constraint named in the message"},
    {"23", "data", "a row breaks a constraint", "look at the constraint named in the message"},
    {"25P02", "programming", "the transaction had failed before",
     "look at its first error; this is but what follows"},
    {"25001", "programming", "the statement cannot run inside a transaction",
     "put '-- pgmend: transaction=false' before it"},
    {"25006", "permission", "the server is a standby, or the session may only read",
     "connect to the primary (target_session_attrs=read-write)"},
    {"25", "programming", "a statement that does not fit the transaction's state",
     "look at the order of statements"},
    {"26000", "programming", "a prepared statement is gone",
     "a pooler in transaction mode? turn prepared statements off"},
    {"28", "permission", "the server does not let this user in", "check user, password and pg_hba.conf"},
    {"3D000", "object", "the database does not exist", "check the URL, or create it"},
    {"3F000", "object", "the schema does not exist", "check search_path, or create it"},
    {"40001", "race", "another transaction changed the same rows", "try again; shorter transactions help"},
    {"40P01", "race", "a deadlock", "take locks in one order everywhere; try again"},
    {"40", "race", "the transaction was rolled back", "try again"},
    {"42501", "permission", "the role may not do this", "connect as the owner, or GRANT the right"},
    {"42601", "programming", "the SQL is not valid", "look at the position named in the message"},
    {"42701", "object", "the column is there already", "'pgmend locate' tells what was applied by hand"},
    {"42703", "object", "the column does not exist: the schema and the program differ",
     "'pgmend check' shows the drift; has the migration been run?"},
    {"42704", "object", "the object does not exist", "'pgmend check' shows the drift"},
    {"42710", "object", "the object is there already", "'pgmend locate' tells what was applied by hand"},
    {"42883", "object", "no such function for these types", "an extension missing, or a cast?"},
    {"42P01", "object", "the table does not exist", "has the migration been run? is search_path right?"},
    {"42P06", "object", "the schema is there already", "'pgmend locate' tells what was applied by hand"},
    {"42P07", "object", "the table or index is there already",
     "'pgmend locate' tells what was applied by hand"},
    {"42804", "programming", "the types do not match", "cast one side"},
    {"42", "programming", "the statement does not fit the schema", "look at the message"},
    {"53100", "resources", "the server's disk is full",
     "make room; VACUUM does not give it back, dropping does"},
    {"53200", "resources", "the server is out of memory", "lower work_mem or the number of sessions"},
    {"53300", "resources", "all connection slots are taken", "use a pooler, or end idle sessions"},
    {"53", "resources", "the server is short of resources", "look at its log and its machine"},
    {"54", "resources", "a limit of the server was met", "cut the statement into smaller ones"},
    {"55006", "race", "the object is in use", "end the other session, or try again"},
    {"55P03", "timeout", "a lock was not to be had in time",
     "find the holder in pg_locks; try again when it is gone"},
    {"55", "programming", "the object is not in the state for this", "look at the message"},
    {"57014", "timeout", "the statement was cancelled: statement_timeout, or somebody's wish",
     "make it faster (EXPLAIN), or raise --statement-timeout"},
    {"57P01", "connection", "an administrator ended the session", "try again; ask who did it"},
    {"57P02", "connection", "the server crashed and restarted", "try again; read the server's log"},
    {"57P03", "connection", "the server is starting up or shutting down", "try again"},
    {"57P05", "timeout", "the session was idle for too long", "see idle_session_timeout"},
    {"57", "connection", "the server was told to stop this", "try again"},
    {"58", "resources", "the server's system failed", "read the server's log; check its disks"},
    {"08", "connection", "the connection broke or never came about",
     "check the network and the server; try again"},
    {"0A", "programming", "the server does not have this feature", "check the server's version"},
    {"P0001", "data", "a function or trigger raised an error of its own", "the message is its author's"},
    {"P0", "programming", "a PL/pgSQL function failed", "look at the context in the journal"},
    {"XX", "resources", "an internal error of the server: broken data, or a bug",
     "read the server's log; check the disks"},
    {"", "connection", "the connection broke before the server could answer",
     "check the network and the server; try again"},
});

constexpr Cause unknown{"", "unknown", "not known from the code", "look at the message and the example"};

} // namespace

const Cause& cause_of(std::string_view sqlstate) {
    for (const auto& cause : causes)
        if (cause.sqlstate == sqlstate ||
            (cause.sqlstate.size() == 2 && sqlstate.starts_with(cause.sqlstate)))
            return cause;
    return unknown;
}

} // namespace pgmend::diagnose
