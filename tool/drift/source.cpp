#include "drift/source.hpp"

#include "drift/replay.hpp"
#include "drift/schema_files.hpp"
#include "embedded/throwaway.hpp"
#include "migrate/migrate.hpp"
#include "schema/snapshot.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

/// A throwaway server and a connection to it, which live and die together.
struct Place {
    embedded::ThrowawayServer server;
    pg::Connection connection;

    Place() : connection(pg::Connection::open(server.dsn())) {}
};

/// The connection, which keeps the whole place alive.
std::shared_ptr<pg::Connection> connection_of(const std::shared_ptr<Place>& place) {
    return {place, &place->connection};
}

Source from_migrations(const SourceContext& context) {
    const auto graph = context.load_graph();
    const auto rows = context.rows.empty() ? graph.ids(graph.real_heads()) : context.rows;
    Replay replay(graph, context.settings, context.options);
    return {.model = replay.at(rows),
            .name = fmt::format("the migrations at {}", fmt::join(rows, ", ")),
            .connect = [context, rows] { return connect_to_migrations(context, rows); }};
}

std::string read_whole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file)
        throw UsageError("could not read the file").at({.file = path});
    return text;
}

Source from_folder(const std::string& path, const SourceContext& context) {
    const auto run = [path] {
        const auto place = std::make_shared<Place>();
        auto running = pg::Connection::open(place->server.dsn());
        run_schema_files(running, path);
        return connection_of(place);
    };
    return {.model = catalog::read(*run(), context.options), .name = path, .connect = run};
}

Source from_sql_file(const std::string& path, const SourceContext& context) {
    const auto text = read_whole(path);
    const auto run = [path, text] {
        const auto place = std::make_shared<Place>();
        // The file's settings must not stay: pg_dump empties search_path.
        auto running = pg::Connection::open(place->server.dsn());
        running.run_script(text, {.file = path, .line = 1, .column = 1});
        return connection_of(place);
    };
    return {.model = catalog::read(*run(), context.options), .name = path, .connect = run};
}

} // namespace

std::shared_ptr<pg::Connection> connect_to_migrations(const SourceContext& context,
                                                      const std::vector<std::string>& rows) {
    const auto place = std::make_shared<Place>();
    migrate::Session session(place->server.dsn(), context.settings);
    const auto graph = context.load_graph();
    for (const auto& row : rows)
        migrate::upgrade(session, graph, row, {});
    return connection_of(place);
}

Source live_source(const pg::Dsn& dsn, const SourceContext& context, const std::string& application) {
    const auto connect = [dsn, application] {
        return std::make_shared<pg::Connection>(pg::Connection::open(dsn, {.application_name = application}));
    };
    const auto name = dsn.describe();
    const catalog::Helper helper = [connect] { return std::move(*connect()); };
    return {.model = catalog::read(*connect(), context.options, context.connections > 1 ? helper : nullptr),
            .name = name.empty() ? "the database" : fmt::format("the database {}", name),
            .connect = connect};
}

Source open_source(const std::string& word, const SourceContext& context) {
    if (word == "migrations")
        return from_migrations(context);
    if (std::filesystem::is_directory(word))
        return from_folder(word, context);
    if (word.ends_with(".json"))
        return {.model = schema::load_snapshot(word), .name = word};
    if (word.ends_with(".sql"))
        return from_sql_file(word, context);
    return live_source(pg::parse_dsn(word), context, "pgmend diff");
}

} // namespace pgmend::drift
