#include "drift/scratch_database.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"

#include <chrono>
#include <random>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using std::chrono::system_clock;

// What is younger may be of a process that has not connected to it yet.
constexpr long long seconds_to_connect = 60;

long long now() {
    return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch()).count();
}

/// The time is part of the name, so that leftovers can be told from databases that are being made.
std::string new_name() {
    std::random_device random;
    return fmt::format("pgmend_replay_{:010x}_{:08x}", now(), random());
}

std::string mark_of(const std::string& database) {
    return "made by pgmend for the database " + database;
}

pg::Dsn reachable(const std::string& url) {
    auto dsn = pg::parse_dsn(url);
    // Not the user's settings for another server.
    dsn.parameters.emplace("dbname", "postgres");
    return dsn;
}

pg::Connection connect(const pg::Dsn& server) {
    try {
        auto connection = pg::Connection::open(server, {.application_name = "pgmend replay"});
        connection.on_notice([](const pg::Notice&) {});
        return connection;
    } catch (Error& error) {
        error.in_context("could not connect to the scratch server");
        throw;
    }
}

} // namespace

ScratchDatabase::ScratchDatabase(const std::string& url)
    : server_(reachable(url)), connection_(connect(server_)), name_(new_name()) {
    remove_leftovers();
    try {
        connection_.run(fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'",
                                    pg::quote_identifier(name_)));
    } catch (pg::SqlError& error) {
        error.in_context("could not create a database on the scratch server");
        if (error.is(pg::sqlstate::insufficient_privilege))
            error.with_hint(
                "The role of the scratch URL needs CREATEDB and CREATEROLE, or must be a superuser.");
        throw;
    }
}

ScratchDatabase::~ScratchDatabase() {
    const auto attempt = [this](const std::string& sql) {
        try {
            connection_.run(sql);
        } catch (const Error&) { // NOLINT: the next replay removes it
        }
    };
    attempt(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", pg::quote_identifier(name_)));
    for (const auto& role : roles_)
        attempt("DROP ROLE IF EXISTS " + pg::quote_identifier(role));
}

pg::Dsn ScratchDatabase::dsn() const {
    auto dsn = server_;
    dsn.parameters["dbname"] = name_;
    return dsn;
}

void ScratchDatabase::note_role(const std::string& role) {
    roles_.insert(role);
    connection_.run(fmt::format("COMMENT ON ROLE {} IS {}", pg::quote_identifier(role),
                                pg::quote_literal(mark_of(name_))));
}

void ScratchDatabase::remove_leftovers() {
    const auto attempt = [this](const std::string& sql) {
        try {
            connection_.run(sql);
        } catch (const pg::SqlError& error) { // NOLINT: another's, or in use by a replay beside this one
            if (error.connection_lost())
                throw;
        }
    };
    const auto databases =
        connection_.run(pg::own("SELECT d.datname FROM pg_catalog.pg_database d WHERE d.datname ~ "
                                "'^pgmend_replay_[0-9a-f]{10}_[0-9a-f]{8}$' "
                                "AND d.datname < $1 AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity "
                                "a WHERE a.datid = d.oid)"),
                        {fmt::format("pgmend_replay_{:010x}", now() - seconds_to_connect)});
    for (std::size_t i = 0; i < databases.rows(); ++i)
        attempt("DROP DATABASE IF EXISTS " + pg::quote_identifier(databases.get<std::string>(i, 0)));
    const auto roles = connection_.run(
        pg::own("SELECT r.rolname FROM pg_catalog.pg_roles r "
                "CROSS JOIN LATERAL pg_catalog.shobj_description(r.oid, 'pg_authid') AS mark "
                "WHERE mark LIKE 'made by pgmend for the database %' AND NOT EXISTS (SELECT FROM "
                "pg_catalog.pg_database d "
                "WHERE mark = 'made by pgmend for the database ' || d.datname)"));
    for (std::size_t i = 0; i < roles.rows(); ++i)
        attempt("DROP ROLE IF EXISTS " + pg::quote_identifier(roles.get<std::string>(i, 0)));
}

} // namespace pgmend::drift
