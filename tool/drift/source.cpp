#include "drift/source.hpp"

#include "drift/replay.hpp"
#include "embedded/throwaway.hpp"
#include "schema/snapshot.hpp"

#include <fstream>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

Source from_migrations(const SourceContext& context) {
    const auto graph = context.load_graph();
    const auto rows = context.rows.empty() ? graph.ids(graph.real_heads()) : context.rows;
    Replay replay(graph, context.settings, context.options);
    return {.model = replay.at(rows), .name = fmt::format("the migrations at {}", fmt::join(rows, ", "))};
}

Source from_sql_file(const std::string& path, const SourceContext& context) {
    std::ifstream file(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file)
        throw UsageError("cannot read the file").at({.file = path});
    const embedded::ThrowawayServer server;
    auto connection = pg::Connection::open(server.dsn());
    connection.run_script(text, {.file = path, .line = 1, .column = 1});
    auto reading = pg::Connection::open(server.dsn());
    return {.model = catalog::read(reading, context.options), .name = path};
}

} // namespace

Source open_source(const std::string& word, const SourceContext& context) {
    if (word == "migrations")
        return from_migrations(context);
    if (word.ends_with(".json"))
        return {.model = schema::load_snapshot(word), .name = word};
    if (word.ends_with(".sql"))
        return from_sql_file(word, context);
    const auto dsn = pg::parse_dsn(word);
    auto connection = pg::Connection::open(dsn, {.application_name = "pgmend diff"});
    auto name = dsn.describe();
    return {.model = catalog::read(connection, context.options),
            .name = name.empty() ? "the database" : fmt::format("the database {}", name)};
}

} // namespace pgmend::drift
