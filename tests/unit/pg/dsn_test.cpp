#include "pg/dsn.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

using pgmend::UsageError;
using pgmend::pg::Dsn;
using pgmend::pg::parse_dsn;
using pgmend::pg::to_url;

TEST_CASE("libpq's own forms are taken as they are") {
    CHECK(parse_dsn("").parameters.empty());
    CHECK(parse_dsn("tracker").get("dbname") == "tracker");
    const auto conninfo = parse_dsn("host=/tmp/s dbname='my db' user=u");
    CHECK(conninfo.get("host") == "/tmp/s");
    CHECK(conninfo.get("dbname") == "my db");
    const auto uri = parse_dsn("postgresql://u:p%40w@h:5433/db?sslmode=require");
    CHECK(uri.get("password") == "p@w");
    CHECK(uri.get("port") == "5433");
    CHECK(uri.get("sslmode") == "require");
}

TEST_CASE("SQLAlchemy's URLs lose the driver and what only the driver knows") {
    const auto psycopg = parse_dsn("postgresql+psycopg2://u:p@h/db?client_encoding=utf8&application_name=x");
    CHECK(psycopg.get("host") == "h");
    CHECK(psycopg.get("application_name") == "x");
    CHECK(psycopg.get("client_encoding").empty());
    const auto asyncpg =
        parse_dsn("postgresql+asyncpg://u@h/db?ssl=require&prepared_statement_cache_size=0&host=/var/run");
    CHECK(asyncpg.get("sslmode") == "require");
    CHECK(asyncpg.get("host") == "/var/run");
    CHECK(parse_dsn("postgres://h/db").get("dbname") == "db");
}

TEST_CASE("an unreadable URL is refused without showing its password") {
    for (const char* text : {"postgresql://u:secret@h:notaport/d?nonsense=1", "mysql://u:secret@h/db",
                             "host=h password=secret nonsense=1"}) {
        try {
            parse_dsn(text);
            FAIL("accepted " << text);
        } catch (const UsageError& error) {
            CHECK(error.message().find("secret") == std::string::npos);
            CHECK(error.hint().find("secret") == std::string::npos);
        }
    }
}

TEST_CASE("a misspelt option of a URL is named, what may be a piece of a password is not") {
    const auto message = [](const char* text) {
        try {
            parse_dsn(text);
        } catch (const UsageError& error) {
            return error.message();
        }
        return std::string("accepted");
    };
    CHECK(message("postgresql://h/db?sslmod=off")
              .ends_with("unknown option 'sslmod'; did you mean 'sslmode'?"));
    CHECK(message("host=h dbnam=db").ends_with("unknown option 'dbnam'; did you mean 'dbname'?"));
    CHECK(message("password=se cret=x").ends_with("is not valid"));
}

TEST_CASE("a DSN describes itself without its password") {
    const auto dsn = parse_dsn("postgresql://u:secret@h:5433/db");
    CHECK(dsn.describe() == "host=h port=5433 dbname=db user=u");
}

TEST_CASE("a DSN written as a URL reads back the same") {
    const Dsn dsn{{{"host", "/tmp/with space/and%sign"},
                   {"port", "5432"},
                   {"user", "o'neil@home"},
                   {"password", "p:/?#[]@&="},
                   {"dbname", "my db/é"}}};
    CHECK(parse_dsn(to_url(dsn)) == dsn);
    CHECK(parse_dsn(to_url(Dsn{})) == Dsn{});
    CHECK(to_url(Dsn{{{"dbname", "d"}, {"user", "u"}, {"host", "h"}}}) == "postgresql://u@/d?host=h");
}
