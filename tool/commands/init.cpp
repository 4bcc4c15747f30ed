#include "commands/command.hpp"
#include "commands/new_revision.hpp"
#include "revision/identifier.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string folder = ".";
};

constexpr const char* config_text =
    R"(# Settings of pgmend for this project: every long option can stand here without its dashes, those of a
# command in a table of its name. The command line wins. Paths count from this file's folder.

migrations = "migrations"
lock-timeout = "2s"     # give way when a lock is not to be had
lock-retries = 30       # and try again so often

# database = "postgresql://app@db.example/app"    # better in PGMEND_DATABASE_URL; passwords in ~/.pgpass
)";

ExitCode run_init(const Options& options, const Context& context) {
    const fs::path root = options.folder;
    const auto config = root / "pgmend.toml";
    const auto migrations = root / "migrations";
    if (fs::exists(config))
        throw UsageError("there is a project already").at({.file = config.string()});
    if (fs::exists(migrations) && !fs::is_empty(migrations))
        throw UsageError(fmt::format("the folder '{}' is not empty", migrations.string()))
            .with_hint("pgmend import alembic DIR brings an Alembic project over");
    std::error_code error;
    fs::create_directories(migrations, error);
    if (error)
        throw UsageError(
            fmt::format("cannot make the folder '{}': {}", migrations.string(), error.message()));
    write_file(config, config_text);
    const revision::Revision first{.id = revision::new_id(),
                                   .message = "First revision",
                                   .created = now_utc(),
                                   .up = revision::Section{.sql = "\n"},
                                   .down = revision::Section{.sql = ""}};
    const auto path = write_revision(first, migrations);
    print(fmt::format("{}\n{}\n", config.string(), path.string()));
    say(context,
        "Write SQL under '-- migrate:up' and what undoes it under '-- migrate:down', then: pgmend upgrade");
    return ExitCode::done;
}

} // namespace

void add_init(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command = declare(app, chosen, "init", "Begin a project: a folder, pgmend.toml, a first revision",
                            run_init, options);
    command.add_option("folder", options->folder, "where")->type_name("DIR")->capture_default_str();
}

} // namespace pgmend::commands
