#pragma once

#include <map>
#include <string>
#include <string_view>

namespace pgmend::pg {

/// Connection parameters by libpq's keywords (PostgreSQL manual 34.1.2). What is not given here libpq takes
/// from PG* variables, the service file and ~/.pgpass.
struct Dsn {
    std::map<std::string, std::string> parameters;

    /// The value of a keyword, or an empty string.
    std::string get(const std::string& keyword) const;
    /// For messages: host, port, database and user as far as given; never the password.
    std::string describe() const;
    bool operator==(const Dsn&) const = default;
};

/// Reads a libpq URI, a conninfo string ("host=… dbname=…"), a bare database name, or SQLAlchemy's URL forms
/// (postgresql+psycopg2://, postgresql+asyncpg://, …; asyncpg's `ssl` becomes `sslmode`, options that only a
/// Python driver knows are left out). An empty text gives no parameters. Throws UsageError, whose text never
/// holds the password.
Dsn parse_dsn(std::string_view text);

/// The same as a URI that any libpq program takes. It holds the password when the Dsn has one, so it is
/// neither for messages nor for command lines.
std::string to_url(const Dsn& dsn);

} // namespace pgmend::pg
