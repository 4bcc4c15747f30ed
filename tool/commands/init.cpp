#include "commands/command.hpp"
#include "commands/new_revision.hpp"
#include "revision/identifier.hpp"

#include <filesystem>
#include <sstream>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string folder = ".";
};

constexpr const char* config_text =
    R"(# Settings of pgmend for this project. Every long option can be set here without its dashes; the options of a
# command belong in a table with its name. The command line has priority. Paths are relative to this file.

migrations = "migrations"
lock-timeout = "2s"     # maximum wait for a lock
lock-retries = 30       # number of retries when the lock is not available

# database = "postgresql://app@db.example/app"    # prefer PGMEND_DATABASE_URL, and ~/.pgpass for passwords
)";

/// The data of --embedded is nobody's source.
void ignore_private_server(const fs::path& root) {
    constexpr std::string_view entry = ".pgmend/";
    const auto file = root / ".gitignore";
    std::string text = fs::exists(file) ? read_file(file) : "";
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line == entry || line == "/.pgmend/" || line == ".pgmend")
            return;
    if (!text.empty() && text.back() != '\n')
        text += '\n';
    write_file(file, text.append(entry) + '\n');
}

ExitCode run_init(const Options& options, const Context& context) {
    const fs::path root = options.folder;
    const auto config = root / "pgmend.toml";
    const auto migrations = root / "migrations";
    if (fs::exists(config))
        throw UsageError("a project already exists here").at({.file = config.string()});
    if (fs::exists(migrations) && !fs::is_empty(migrations))
        throw UsageError(fmt::format("folder '{}' is not empty", migrations.string()))
            .with_hint("'pgmend import alembic DIR' imports an Alembic project");
    std::error_code error;
    fs::create_directories(migrations, error);
    if (error)
        throw UsageError(
            fmt::format("could not create folder '{}': {}", migrations.string(), error.message()));
    write_file(config, config_text);
    const revision::Revision first{.id = revision::new_id(),
                                   .message = "First revision",
                                   .created = now_utc(),
                                   .up = revision::Section{.sql = "\n"},
                                   .down = revision::Section{.sql = ""}};
    const auto path = write_revision(first, migrations);
    ignore_private_server(root);
    print(fmt::format("{}\n{}\n", config.string(), path.string()));
    notify(context,
           "Write SQL below '-- migrate:up' and the SQL that reverts it below '-- migrate:down', then run: "
           "pgmend --embedded upgrade (a private server) or pgmend -d URL upgrade");
    return ExitCode::done;
}

} // namespace

void add_init(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "init", "Create a project: migrations folder, pgmend.toml, first revision",
                    run_init, options);
    command.add_option("folder", options->folder, "folder of the project")
        ->type_name("DIR")
        ->capture_default_str();
}

} // namespace pgmend::commands
