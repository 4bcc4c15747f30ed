#pragma once

#include "pg/connection.hpp"
#include "schema/statements.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// What the rows of a database have to say about a script.
struct RowReport {
    std::vector<std::string> obstacles; ///< "3 of 1200 rows of public.t have no value in kind": it would fail
    std::vector<std::string> not_asked; ///< what could not be looked at, and why
};

/// Asks the rows what a copy without rows cannot show: NOT NULL, CHECK, UNIQUE, FOREIGN KEY, and changes of
/// type. Each question reads a table once, in a read-only transaction; what calls functions of users is not
/// asked. Throws pg::SqlError only when the connection is lost.
RowReport ask_rows(pg::Connection& connection, const schema::Model& live, const schema::Model& target,
                   const schema::Script& script);

} // namespace pgmend::drift
