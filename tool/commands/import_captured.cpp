#include "commands/import_captured.hpp"

#include "commands/adopt.hpp"
#include "commands/import_files.hpp"
#include "importers/alembic/convert.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_shown_differences = 8;

void show(const ImportedFiles& files, const std::vector<fs::path>& paths,
          const std::vector<importers::Failure>& failures, const Context& context) {
    if (context.globals.json())
        return print(import_json(files, paths, failures).dump(2) + "\n");
    for (const auto& path : paths)
        print(path.string() + "\n");
    for (const auto& failure : failures)
        print(failure_text(failure));
}

/// Whether the files do what the tool does, as far as that can be tried.
bool prove(ImportServer& server, const ImportedFiles& files, const CapturedImport& import,
           const Context& context) {
    std::vector<std::string> differences;
    try {
        differences = server.differences(revision::Graph(files.all), import.version_table, context);
    } catch (const Error& error) {
        warn(context, fmt::format("the files do not run on an empty database: {}{}",
                                  error.location().file.empty() ? "" : to_string(error.location()) + ": ",
                                  error.message()));
        return false;
    }
    const auto shown = std::min(differences.size(), max_shown_differences);
    for (std::size_t i = 0; i < shown; ++i)
        warn(context,
             fmt::format("on an empty database the files differ from {}: {}", import.title, differences[i]));
    if (shown < differences.size())
        warn(context, fmt::format("and {} more differences", differences.size() - shown));
    if (differences.empty())
        notify(context, fmt::format("On an empty database the files make the same schema and rows as {}",
                                    import.title));
    return differences.empty();
}

} // namespace

ExitCode finish_import(const importers::alembic::Rendering& rendering, std::optional<ImportServer>& server,
                       const CapturedImport& import, const Context& context) {
    const auto imported = importers::alembic::convert(rendering);
    for (const auto& warning : rendering.warnings)
        warn(context, warning);
    const fs::path folder = import.output.empty() ? context.globals.migrations : import.output;
    auto files = compare_with(imported, folder);
    for (const auto& warning : imported.warnings)
        if (std::ranges::find(files.fresh, warning.revision, &revision::Revision::id) != files.fresh.end())
            warn(context, warning.text);
    std::optional<Adoption> adoption;
    if (import.adopt != nullptr)
        adoption.emplace(*import.adopt, import.table, files.all, importers::Project{}, context);
    const auto paths = write_files(files, folder);
    show(files, paths, imported.failures, context);
    warn_of_version_table(files.fresh, paths, context);
    bool right = imported.failures.empty();
    notify(context, right ? import_summary(files) : unfinished_text(imported.failures.size()));
    auto known = import;
    if (known.version_table.empty())
        known.version_table = rendering.version_table;
    if (right && server && !files.fresh.empty())
        right = prove(*server, files, known, context);
    if (adoption)
        adoption->stamp();
    return right ? ExitCode::done : ExitCode::findings;
}

} // namespace pgmend::commands
