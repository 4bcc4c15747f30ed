#include "commands/import_formats.hpp"

#include "commands/adopt.hpp"
#include "commands/import_files.hpp"
#include "commands/new_revision.hpp"
#include "importers/convert.hpp"
#include "revision/directory.hpp"
#include "statement/token.hpp"

#include <algorithm>
#include <filesystem>
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
    bool keep_going = false;
    bool adopt = false;
};

importers::Source source_of(const Options& options) {
    importers::Source source;
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

Reading read(const Options& options, const Context& context) {
    Reading reading{.project = options.tool->read(source_of(options))};
    for (const auto& warning : reading.project.warnings)
        warn(context, warning);
    if (!options.folders.empty() && reading.project.migrations.empty() && reading.project.failures.empty())
        throw UsageError(fmt::format("no {} migrations found in '{}'", options.tool->title,
                                     fmt::join(options.folders, "', '")))
            .with_hint(fmt::format("'pgmend import {} --help' describes the files that are read",
                                   options.tool->name));
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
    const revision::Graph before(std::vector<revision::Revision>(
        files.all.begin(), files.all.end() - static_cast<std::ptrdiff_t>(files.fresh.size())));
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

/// Names what cannot be imported, when that is to be mended first.
ExitCode refuse(const Reading& reading, const Context& context) {
    if (context.globals.json())
        print(import_json({}, {}, reading.conversion.failures).dump(2) + "\n");
    else
        for (const auto& failure : reading.conversion.failures)
            print(failure_text(failure));
    notify(
        context,
        "Nothing was written. Fix these files, or leave them out with --keep-going and write the revisions "
        "by hand");
    return ExitCode::findings;
}

ExitCode run_format(const Options& options, const Context& context) {
    if (options.folders.empty() && !options.adopt)
        throw UsageError(fmt::format("the folder of {}'s files is missing", options.tool->title))
            .with_hint(fmt::format("example: pgmend import {} {}", options.tool->name, options.tool->folder));
    const auto folder = folder_of(options, context);
    const auto reading = read(options, context);
    const bool left_out = !reading.conversion.failures.empty();
    if (left_out && !options.keep_going)
        return refuse(reading, context);
    auto files = compare_with(reading.conversion, folder);
    check_line(files, folder);
    std::optional<Adoption> adoption;
    if (options.adopt)
        adoption.emplace(*options.tool, options.table, std::move(files.all), reading.project, context);
    const auto paths = write_revisions(files.fresh, folder);
    auto document = json_of(reading, files, paths);
    if (!context.globals.json())
        print_files(options, reading, files, paths, context);
    warn_of_version_table(files.fresh, paths, context);
    if (left_out)
        notify(context, "These migrations were left out: write their files by hand before the next command");
    else if (!options.folders.empty())
        notify(context, import_summary(files));
    if (adoption)
        document["adopted"] = adoption->stamp();
    else if (!left_out && !files.fresh.empty())
        notify(context,
               fmt::format("On a new database 'pgmend upgrade' runs them. On each database that {} has "
                           "migrated, first run: pgmend import {} --adopt",
                           options.tool->title, options.tool->name));
    if (context.globals.json())
        print(document.dump(2) + "\n");
    return left_out ? ExitCode::findings : ExitCode::done;
}

void add_tool(CLI::App& command, Run& selected, const importers::Tool& tool) {
    auto options = std::make_shared<Options>();
    options->tool = &tool;
    const std::string name(tool.name);
    auto& from = add_command(
        command, selected, name,
        fmt::format("Convert {} migrations into pgmend revisions and adopt its databases", tool.title),
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
    from.add_flag("--keep-going", options->keep_going, "leave out migrations that cannot be imported");
    const auto details =
        fmt::format("{} The order is kept: each revision follows the one before. Revisions that were "
                    "imported before and have not changed are kept.",
                    tool.reads);
    from.footer(fmt::format("\n{}\n\nExamples:\n  pgmend import {} {}\n"
                            "  pgmend -d URL import {} --adopt   on each database that {} has migrated\n",
                            details, name, tool.folder, name, tool.title));
}

} // namespace

void add_format_imports(CLI::App& command, Run& selected) {
    for (const auto& tool : importers::tools())
        add_tool(command, selected, tool);
}

} // namespace pgmend::commands
