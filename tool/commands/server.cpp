#include "embedded/server.hpp"
#include "commands/command.hpp"
#include "embedded/psql.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    std::string action;
    std::vector<std::string> arguments;
};

void show_status(const embedded::Server& server, const Context& context) {
    const auto status = server.status();
    if (context.globals.json()) {
        print(nlohmann::ordered_json{{"state", embedded::to_string(status.state)},
                                     {"pid", status.pid},
                                     {"version", status.version},
                                     {"data", status.data.string()},
                                     {"log", status.log.string()},
                                     {"account", status.account}}
                  .dump(2) +
              "\n");
        return;
    }
    print(fmt::format("{}{}\n  data  {}\n  log   {}\n", embedded::to_string(status.state),
                      status.pid > 0 ? fmt::format(" (PostgreSQL {}, pid {}, user {})", status.version,
                                                   status.pid, status.account)
                                     : "",
                      status.data.string(), status.log.string()));
}

ExitCode run_server(const Options& options, const Context& context) {
    auto server = embedded::Server::open(context.globals.embedded.value_or(embedded::default_folder));
    if (options.action == "stop") {
        server.stop();
        notify(context, "stopped");
        return ExitCode::done;
    }
    if (options.action == "status") {
        show_status(server, context);
        return server.status().state == embedded::State::running ? ExitCode::done : ExitCode::findings;
    }
    const auto database = embedded_database(context.globals);
    server.start();
    server.ensure_database(database);
    if (options.action == "start")
        show_status(server, context);
    else if (options.action == "url")
        print(server.url(database) + "\n");
    else
        embedded::run_psql(server, database, options.arguments);
    return ExitCode::done;
}

} // namespace

void add_server(CLI::App& app, Run& selected) {
    auto* command = app.add_subcommand("server", "Control the private server of --embedded");
    command->require_subcommand(0, 1);
    const auto add = [&](const char* action, const char* help) {
        auto options = std::make_shared<Options>();
        options->action = action;
        return std::pair(&add_command(*command, selected, action, help, run_server, options), options);
    };
    add("start", "Start the server; create it if needed");
    add("stop", "Stop the server; its data is kept");
    add("status", "Show whether the server is running; exit code 1 if not");
    add("url", "Start the server and print its URL for other programs");
    auto [psql, options] =
        add("psql", "Start the server and open psql; arguments after -- are passed to psql");
    psql->add_option("arguments", options->arguments, "arguments for psql");
}

} // namespace pgmend::commands
