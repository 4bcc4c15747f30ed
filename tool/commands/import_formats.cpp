#include "commands/import_formats.hpp"

#include "commands/adopt.hpp"
#include "commands/import_files.hpp"
#include "importers/convert.hpp"
#include "importers/detect.hpp"
#include "revision/directory.hpp"
#include "statement/token.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <optional>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct Options {
    const importers::Tool* tool = nullptr;
    std::vector<std::string> folders;
    std::string output;
    std::string table;
    std::vector<std::string> placeholders;
    std::vector<std::string> patterns;
    std::vector<std::string> down_patterns;
    std::string column;
    bool adopt = false;
};

/// What the folders seem to be of, if that is another tool; for a hint.
std::string another_tool(const Options& options) {
    for (const auto& folder : options.folders)
        for (const auto& found : importers::detect(folder))
            if (found.tool != options.tool->name)
                return fmt::format("this looks like {} ({}): pgmend import {} {}", found.tool, found.reason,
                                   found.tool, found.folder.string());
    return {};
}

importers::Source source_of(const Options& options) {
    importers::Source source{.up_patterns = options.patterns, .down_patterns = options.down_patterns};
    for (const auto& folder : options.folders) {
        if (!fs::is_directory(folder))
            throw UsageError(fmt::format("folder '{}' does not exist", folder))
                .with_hint(fmt::format("name the folder of {}'s files, for example {}", options.tool->title,
                                       options.tool->folder));
        source.folders.emplace_back(folder);
    }
    for (const auto& pair : options.placeholders) {
        const auto equals = pair.find('=');
        if (equals == std::string::npos)
            throw UsageError(fmt::format("'{}' is not a valid placeholder", pair))
                .with_hint("use --placeholder NAME=VALUE");
        source.placeholders[statement::fold(pair.substr(0, equals))] = pair.substr(equals + 1);
    }
    return source;
}

/// The project's migrations, all that is wrong with it told.
struct Reading {
    importers::Project project;
    importers::Conversion conversion;
};

[[noreturn]] void refuse_nothing(const Options& options) {
    auto hint = another_tool(options);
    if (hint.empty())
        hint = fmt::format("'pgmend import {} --help' describes the files that are read", options.tool->name);
    const bool any = options.tool == &importers::any_tool();
    throw UsageError(fmt::format("no {} found in '{}'",
                                 any ? std::string("files that fit the pattern")
                                     : fmt::format("{} migrations", options.tool->title),
                                 fmt::join(options.folders, "', '")))
        .with_hint(std::move(hint));
}

Reading read(const Options& options, const Context& context) {
    Reading reading{.project = options.tool->read(source_of(options))};
    for (const auto& warning : reading.project.warnings)
        warn(context, warning);
    if (!options.folders.empty() && reading.project.migrations.empty() && reading.project.failures.empty())
        refuse_nothing(options);
    reading.conversion = importers::convert(reading.project);
    return reading;
}

/// The folder for our files; the tool's own would mix the two kinds.
fs::path folder_of(const Options& options, const Context& context) {
    fs::path folder = options.output.empty() ? context.globals.migrations : options.output;
    std::error_code missing;
    for (const auto& theirs : options.folders)
        if (fs::equivalent(theirs, folder, missing))
            throw UsageError(fmt::format("the output folder '{}' is the folder of {}'s files", theirs,
                                         options.tool->title))
                .with_hint("choose another folder with --migrations DIR, or in pgmend.toml: migrations = "
                           "\"DIR\"");
    return folder;
}

/// A line of migrations stays one: what is new must stand on top.
void check_line(const ImportedFiles& files, const fs::path& folder) {
    if (files.fresh.empty() || files.all.size() == files.fresh.size())
        return;
    const revision::Graph after(files.all);
    std::vector<revision::Revision> known;
    std::ranges::copy_if(files.all, std::back_inserter(known), [&](const revision::Revision& one) {
        return std::ranges::find(files.fresh, one.id, &revision::Revision::id) == files.fresh.end() ||
               std::ranges::find(files.replaced, one.id) != files.replaced.end();
    });
    const revision::Graph before(std::move(known));
    if (after.heads().size() <= before.heads().size())
        return;
    throw UsageError(fmt::format("{} already contains unrelated revisions: cannot add {}, beginning with {}",
                                 folder.string(), report::count(files.fresh.size(), "imported revision"),
                                 files.fresh.front().id))
        .with_hint(
            files.unchanged == 0
                ? "import into an empty folder (--migrations DIR), and add your own revisions after the "
                  "imported ones"
                : "add your own revisions only after the last import: move them after the imported ones, or "
                  "write the new ones as revisions by hand");
}

ordered_json json_of(const Reading& reading, const ImportedFiles& files, const std::vector<fs::path>& paths) {
    auto document = import_json(files, paths, reading.conversion.failures);
    for (auto& line : document["imported"])
        for (const auto& migration : reading.project.migrations)
            if (line["revision"] == migration.id)
                line["from"] = migration.name;
    return document;
}

/// The files written; behind each what the tool calls it, if that is not the id.
void print_files(const Options& options, const Reading& reading, const ImportedFiles& files,
                 const std::vector<fs::path>& paths, const Context& context) {
    const auto style = context.globals.out();
    for (std::size_t i = 0; i < paths.size(); ++i) {
        std::string origin;
        for (const auto& migration : reading.project.migrations)
            if (migration.id == files.fresh[i].id && migration.name != migration.id)
                origin = style.dim(fmt::format("  ({}: {})", options.tool->name, migration.name));
        print(fmt::format("{}{}\n", paths[i].string(), origin));
    }
    for (const auto& failure : reading.conversion.failures)
        print(failure_text(failure));
}

void tell_failures(const Options& options, const importers::Conversion& conversion, const Context& context) {
    const auto left_out = conversion.failures.size() - conversion.open.size();
    if (!conversion.open.empty())
        notify(context, unfinished_text(conversion.open.size()));
    if (left_out > 0)
        notify(context,
               fmt::format("{} left out: not converted into a revision", report::count(left_out, "file")));
    if (const auto other = another_tool(options); !other.empty())
        warn(context, other);
}

ExitCode run_format(const Options& options, const Context& context) {
    if (options.folders.empty() && !options.adopt)
        throw UsageError(fmt::format("the folder of {}'s files is missing", options.tool->title))
            .with_hint(fmt::format("example: pgmend import {} {}", options.tool->name, options.tool->folder));
    const auto folder = folder_of(options, context);
    const auto reading = read(options, context);
    auto files = compare_with(reading.conversion, folder);
    check_line(files, folder);
    auto tool = *options.tool;
    const std::array<std::string_view, 1> own_column{options.column};
    if (!options.column.empty()) {
        tool.columns = own_column;
        tool.order = options.column;
    }
    std::optional<Adoption> adoption;
    if (options.adopt)
        adoption.emplace(tool, options.table, std::move(files.all), reading.project, context);
    const auto paths = write_files(files, folder);
    auto document = json_of(reading, files, paths);
    if (!context.globals.json())
        print_files(options, reading, files, paths, context);
    warn_of_version_table(files.fresh, paths, context);
    const auto& failures = reading.conversion.failures;
    if (!failures.empty())
        tell_failures(options, reading.conversion, context);
    else if (!options.folders.empty())
        notify(context, import_summary(files));
    if (adoption)
        document["adopted"] = adoption->stamp();
    else if (failures.empty() && !files.fresh.empty())
        notify(context,
               fmt::format("On a new database 'pgmend upgrade' runs them. On each database that {} has "
                           "migrated, first run: pgmend import {} --adopt",
                           options.tool->title, options.tool->name));
    if (context.globals.json())
        print(document.dump(2) + "\n");
    return failures.empty() ? ExitCode::done : ExitCode::findings;
}

void add_patterns(CLI::App& command, Options& options) {
    options.patterns = {"{version}_{name}.up.sql", "{version}_{name}.sql"};
    options.down_patterns = {"{version}_{name}.down.sql"};
    command
        .add_option("--pattern", options.patterns,
                    "how a file is named below the folder, for example '{version}_{name}/up.sql'")
        ->type_name("PATTERN")
        ->allow_extra_args(false);
    command.add_option("--down", options.down_patterns, "how a file is named that undoes one")
        ->type_name("PATTERN")
        ->allow_extra_args(false);
    command.add_option("--column", options.column, "the table's column with the version (default: version)")
        ->type_name("NAME");
}

void add_tool(CLI::App& command, Run& selected, const importers::Tool& tool) {
    auto options = std::make_shared<Options>();
    options->tool = &tool;
    const std::string name(tool.name);
    auto& from = add_command(
        command, selected, name,
        &tool == &importers::any_tool()
            ? "Convert SQL files with a version in their names, and adopt the databases"
            : fmt::format("Convert {} migrations into pgmend revisions and adopt its databases", tool.title),
        run_format, options);
    from.add_option("folder", options->folders,
                    fmt::format("folders, for example {}; optional with --adopt", tool.folder))
        ->type_name("DIR");
    from.add_flag("--adopt", options->adopt,
                  fmt::format("record what {} lists as applied in pgmend's version table", tool.table));
    from.add_option("--table", options->table,
                    fmt::format("{}'s table (default: {})", tool.title, tool.table))
        ->type_name("[SCHEMA.]NAME");
    from.add_option("--output", options->output, "folder for the files (default: the migrations folder)")
        ->type_name("DIR");
    if (tool.name == "flyway")
        from.add_option("--placeholder", options->placeholders, "value of ${NAME}; can be repeated")
            ->type_name("NAME=VALUE")
            ->allow_extra_args(false);
    if (&tool == &importers::any_tool())
        add_patterns(from, *options);
    const auto details =
        fmt::format("{} The order is kept: each revision follows the one before. Revisions that were "
                    "imported before and have not changed are kept.",
                    tool.reads);
    from.footer(fmt::format("\n{}\n\nExamples:\n  pgmend import {} {}\n"
                            "  pgmend -d URL import {} --adopt   on each database that {} has migrated\n",
                            details, name, tool.folder, name, tool.title));
}

/// Finds out the tool, and does as if it had been named.
ExitCode run_auto(const Options& options, const Context& context) {
    const auto found = importers::detect(options.folders.front());
    std::string all;
    for (const auto& one : found)
        all += fmt::format("{}pgmend import {} {}  ({})", all.empty() ? "" : "\n", one.tool,
                           one.folder.string(), one.reason);
    if (found.empty())
        throw UsageError(fmt::format("no tool's migrations found in '{}'", options.folders.front()))
            .with_hint(
                "files that have a version in their name can be read by a pattern: pgmend import sql DIR "
                "--pattern '{version}_{name}.sql'");
    const auto tools = importers::tools();
    const auto tool = std::ranges::find(tools, found.front().tool, &importers::Tool::name);
    if (found.size() > 1 || tool == tools.end()) {
        print(all + "\n");
        notify(context, found.size() > 1 ? "Several tools have left their marks: run the right one of these"
                                         : "Run this command");
        return found.size() > 1 ? ExitCode::findings : ExitCode::done;
    }
    notify(context, fmt::format("This is {} ({})", tool->title, found.front().reason));
    auto chosen = options;
    chosen.tool = &*tool;
    chosen.folders = {found.front().folder.string()};
    return run_format(chosen, context);
}

void add_auto(CLI::App& command, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& from =
        add_command(command, selected, "auto",
                    "Detect which tool a folder's migrations belong to, and import them", run_auto, options);
    from.add_option("folder", options->folders, "folder of the project or of its migrations")
        ->type_name("DIR")
        ->required()
        ->expected(1);
    from.add_flag("--adopt", options->adopt, "record what the tool's table lists as applied");
    from.add_option("--output", options->output, "folder for the files (default: the migrations folder)")
        ->type_name("DIR");
    from.footer(
        "\nThe folder and those below it are searched for files that only one tool has. If several are "
        "found, their commands are listed and nothing is written.\n\nExamples:\n"
        "  pgmend import auto .\n");
}

} // namespace

void add_format_imports(CLI::App& command, Run& selected) {
    for (const auto& tool : importers::tools())
        add_tool(command, selected, tool);
    add_tool(command, selected, importers::any_tool());
    add_auto(command, selected);
}

} // namespace pgmend::commands
