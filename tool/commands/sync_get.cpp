#include "commands/sync_options.hpp"

#include "base/error.hpp"
#include "pg/own_sql.hpp"
#include "sync/path.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
    std::string key;
    std::vector<std::string> paths;
};

constexpr const char* whole_sql = "SELECT jsonb_pretty(full_data), full_data::text FROM tracker_tasks "
                                  "WHERE (key = $1 OR tracker_id = $1) AND full_data IS NOT NULL "
                                  "ORDER BY tracker_id = $1 DESC, id DESC LIMIT 1";
constexpr const char* path_sql =
    "SELECT full_data #>> $2::text[], full_data #> $2::text[] FROM tracker_tasks "
    "WHERE (key = $1 OR tracker_id = $1) AND full_data IS NOT NULL "
    "ORDER BY tracker_id = $1 DESC, id DESC LIMIT 1";

pg::Result found(pg::Result result, const std::string& key) {
    if (result.empty())
        throw Error(fmt::format("issue '{}' with its full data does not exist", key), ExitCode::findings)
            .with_hint("'pgmend sync run' fetches issues");
    return result;
}

/// The values as the server has them; a JSON document of ours would round its numbers.
std::string as_json(const std::string& key, const std::vector<std::pair<std::string, std::string>>& values) {
    std::string text = fmt::format("{{\"key\": {}, \"values\": {{", Json(key).dump());
    for (std::size_t i = 0; i < values.size(); ++i)
        text += fmt::format("{}{}: {}", i > 0 ? ", " : "", Json(values[i].first).dump(), values[i].second);
    return text + "}}\n";
}

ExitCode run_get(const Options& options, const Context& context) {
    std::vector<std::vector<std::string>> paths;
    for (const auto& path : options.paths)
        paths.push_back(sync::parse_path(path));
    auto connection =
        pg::Connection::open(resolve_database(context.globals), {.application_name = "pgmend sync get"});
    if (paths.empty()) {
        const auto row = found(connection.run(pg::own(whole_sql), {options.key}), options.key);
        print(context.globals.json() ? as_json(options.key, {{"", row.get<std::string>(0, 1)}})
                                     : row.get<std::string>(0, 0) + "\n");
        return ExitCode::done;
    }
    bool missing = false;
    std::vector<std::pair<std::string, std::string>> values;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const auto row = found(connection.run(pg::own(path_sql), {options.key, paths[i]}), options.key);
        missing = missing || row.is_null(0, 1);
        values.emplace_back(options.paths[i], row.is_null(0, 1) ? "null" : row.get<std::string>(0, 1));
        if (!context.globals.json())
            print(row.get<std::string>(0, 0) + "\n");
    }
    if (context.globals.json())
        print(as_json(options.key, values));
    return missing ? ExitCode::findings : ExitCode::done;
}

} // namespace

void add_sync_get(CLI::App& sync, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(sync, selected, "get", "Print fields of a stored issue", run_get, options);
    command.add_option("key", options->key, "key or id of the issue")->required();
    command.add_option("paths", options->paths,
                       "for example status.display or links[0].object.key (default: all)");
    command.footer("\n"
                   "Prints a line for each path. The line is empty if the issue has no such field, and the "
                   "exit code is 1. Write a name with dots in double quotes: '\"a.b\".key'.\n");
}

} // namespace pgmend::commands
