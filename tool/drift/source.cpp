#include "drift/source.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"
#include "drift/replay.hpp"
#include "drift/replay_database.hpp"
#include "drift/schema_files.hpp"
#include "revision/steps.hpp"
#include "schema/snapshot.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

/// A database made for a source and a connection to it, which live and die together.
struct Place {
    ReplayDatabase database;
    pg::Connection connection;

    Place(const World& world, const FileNames& names)
        : database(world, names), connection(database.connect()) {}
};

/// The connection, which keeps the whole place alive.
std::shared_ptr<pg::Connection> connection_of(const std::shared_ptr<Place>& place) {
    return {place, &place->connection};
}

Source from_migrations(const SourceContext& context) {
    const auto graph = context.load_graph();
    const auto rows = context.rows.empty() ? graph.ids(graph.real_heads()) : context.rows;
    Replay replay(graph, context.settings, context.options, context.world);
    return {.model = replay.at(rows),
            .name = fmt::format("the migrations at {}", fmt::join(rows, ", ")),
            .connect = [context, rows] { return connect_to_migrations(context, rows); }};
}

Source from_folder(const std::string& path, const SourceContext& context) {
    const auto run = [path, world = context.world] {
        const auto place = std::make_shared<Place>(world, names_in_files(path));
        run_schema_files(place->connection, path);
        return connection_of(place);
    };
    return {.model = catalog::read(*run(), context.options), .name = path, .connect = run};
}

Source from_sql_file(const std::string& path, const SourceContext& context) {
    const auto script = statement::read_script(read_file(path), {.file = path, .line = 1, .column = 1});
    if (context.warn && !script.remarks.empty())
        context.warn(fmt::format("{}: left out: {}", path, fmt::join(script.remarks, ", ")));
    const auto run = [script, world = context.world] {
        FileNames names;
        add_names(names, script.statements);
        const auto place = std::make_shared<Place>(world, names);
        place->database.run(script);
        return connection_of(place);
    };
    auto model = catalog::read(*run(), context.options);
    // A dump of the schema alone fills no materialized view.
    for (auto& object : model.objects)
        object.erase("populated");
    return {.model = std::move(model), .name = path, .connect = run};
}

/// A snapshot as --schema would have read it; no schemas = all of it.
schema::Model of_schemas(schema::Model model, const std::vector<std::string>& schemas) {
    const auto is_left_out = [&](const schema::ObjectId& id) {
        const auto& schema = id.kind == schema::Kind::schema ? id.name : id.schema;
        return std::ranges::find(schemas, schema) == schemas.end();
    };
    if (schemas.empty())
        return model;
    std::erase_if(model.objects, [&](const schema::Object& object) { return is_left_out(object.id); });
    std::erase_if(model.unreadable, [&](const schema::Unreadable& item) { return is_left_out(item.object); });
    return model;
}

} // namespace

std::shared_ptr<pg::Connection> connect_to_migrations(const SourceContext& context,
                                                      const std::vector<std::string>& rows) {
    const auto graph = context.load_graph();
    const auto place = std::make_shared<Place>(context.world, names_in(graph));
    migrate::Session session(place->database.dsn(), context.settings);
    for (const auto& row : rows)
        place->database.run(session, revision::upgrade_steps(graph, session.rows(), row));
    return connection_of(place);
}

Source live_source(const pg::Dsn& dsn, const SourceContext& context, const std::string& application,
                   const std::shared_ptr<pg::Connection>& first) {
    const auto connect = [dsn, application] {
        return std::make_shared<pg::Connection>(pg::Connection::open(dsn, {.application_name = application}));
    };
    const auto name = dsn.describe();
    const catalog::Helper helper = [connect] { return std::move(*connect()); };
    return {.model = catalog::read(first ? *first : *connect(), context.options,
                                   context.connections > 1 ? helper : nullptr),
            .name = name.empty() ? "the database" : fmt::format("the database {}", name),
            .connect = connect};
}

void refuse_non_databases(const std::string& word) {
    if (word.find("://") != std::string::npos || word.find('=') != std::string::npos)
        return;
    const std::vector<std::string> words{"migrations"};
    const auto meant = did_you_mean(word, words);
    std::error_code ignored;
    if (!meant.empty() || word.find('/') != std::string::npos || std::filesystem::is_directory(word, ignored))
        throw UsageError(fmt::format("'{}' is not a schema to compare with{}", word, meant))
            .with_hint("give a database URL, a snapshot (.json), an SQL file (.sql), or 'migrations'");
}

bool is_live(const std::string& word) {
    std::error_code ignored;
    return word != "migrations" && !word.ends_with(".json") && !word.ends_with(".sql") &&
           !std::filesystem::is_directory(word, ignored);
}

Source open_source(const std::string& word, const SourceContext& context) {
    if (word == "migrations")
        return from_migrations(context);
    if (std::filesystem::is_directory(word))
        return from_folder(word, context);
    if (word.ends_with(".json"))
        return {.model = of_schemas(schema::load_snapshot(word), context.options.schemas), .name = word};
    if (word.ends_with(".sql"))
        return from_sql_file(word, context);
    refuse_non_databases(word);
    return live_source(pg::parse_dsn(word), context, "pgmend diff");
}

} // namespace pgmend::drift
