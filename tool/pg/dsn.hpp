#pragma once

#include <map>
#include <string>
#include <string_view>

namespace pgmend::pg {

/// Connection parameters by the keywords of libpq (PostgreSQL manual 34.1.2). For keywords that are not set,
/// libpq uses PG* variables, the service file and ~/.pgpass.
struct Dsn {
    std::map<std::string, std::string> parameters;

    /// The value of a keyword, or an empty string.
    std::string get(const std::string& keyword) const;
    /// A description for messages: host, port, database and user as far as they are set; never the password.
    std::string describe() const;
    bool operator==(const Dsn&) const = default;
};

/// Parses a libpq URI, a conninfo string ("host=… dbname=…"), a database name, or a SQLAlchemy URL
/// (postgresql+psycopg2://, postgresql+asyncpg://, …). asyncpg's `ssl` becomes `sslmode`, and options that
/// only a Python driver knows are ignored. An empty text has no parameters. Throws UsageError, which never
/// contains the password.
Dsn parse_dsn(std::string_view text);

/// Converts it to a URI that every libpq program accepts. The URI contains the password if there is one, so
/// it must not be used in messages or on command lines.
std::string to_url(const Dsn& dsn);

} // namespace pgmend::pg
