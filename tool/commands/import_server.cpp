#include "commands/import_server.hpp"

#include "commands/drift_options.hpp"
#include "importers/row_counts.hpp"
#include "pg/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

constexpr const char* right = "pgmend_right";
constexpr const char* preset_name = "pgmend_import";

std::string described(const schema::Finding& finding) {
    const auto name = display(finding.object);
    switch (finding.change) {
    case schema::Change::missing:
        return name + " is missing";
    case schema::Change::unexpected:
        return name + " is unexpected";
    default:
        return fmt::format("{} differs in {}", name, finding.attribute);
    }
}

bool can_go_down(const revision::Graph& files) {
    for (revision::Node node = 0; node < files.size(); ++node)
        if (!files.at(node).down)
            return false;
    return true;
}

} // namespace

ImportServer::ImportServer(std::string database)
    : server_({.name = "pgmend-import-"}),
      name_(database.empty() || database == "postgres" ? preset_name : std::move(database)) {}

void ImportServer::administer(const std::string& sql) {
    auto connection = pg::Connection::open(server_.dsn());
    connection.run(sql);
}

void ImportServer::make_empty() {
    administer(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", pg::quote_identifier(name_)));
    administer(fmt::format("CREATE DATABASE {}", pg::quote_identifier(name_)));
}

void ImportServer::keep_as_right() {
    administer(fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", right));
    administer(fmt::format("ALTER DATABASE {} RENAME TO {}", pg::quote_identifier(name_), right));
    make_empty();
}

std::vector<std::string> ImportServer::differences(const revision::Graph& files,
                                                   const std::string& version_table, const Context& context) {
    std::vector<std::string> found;
    drift::SourceContext sources{.settings = settings_of(context.globals, "import")};
    sources.options.excluded_tables.push_back({.schema = "", .name = version_table});
    sources.options.excluded_tables.push_back({.schema = "", .name = context.globals.version_table});
    auto theirs = pg::Connection::open(server_.dsn(right));
    theirs.run_script("SET client_min_messages = warning");
    theirs.run(fmt::format("DROP TABLE IF EXISTS {} CASCADE", pg::quote_identifier(version_table)));
    migrate::Session session(dsn(), sources.settings);
    migrate::upgrade(session, files, "heads", {});
    const auto compared =
        drift::compare(drift::live_source(server_.dsn(right), sources, "pgmend import"),
                       drift::live_source(dsn(), sources, "pgmend import"), sources.options);
    for (const auto& finding : compared.diff.findings)
        found.push_back(described(finding));
    for (auto& rows : importers::different_rows(theirs, session.connection(), version_table,
                                                context.globals.version_table))
        found.push_back(std::move(rows));
    if (!can_go_down(files))
        return found;
    try {
        migrate::downgrade(session, files, "base", {});
        migrate::upgrade(session, files, "heads", {});
    } catch (const Error& error) {
        found.push_back(fmt::format("down to base and up again fails: {}", error.message()));
    }
    return found;
}

} // namespace pgmend::commands
