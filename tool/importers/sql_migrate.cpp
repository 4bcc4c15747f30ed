#include "importers/files.hpp"
#include "importers/marked.hpp"
#include "importers/names.hpp"
#include "importers/numbered.hpp"
#include "importers/readers.hpp"

#include <algorithm>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

/// Names with a leading number first, by it; then by name.
bool runs_before(const fs::path& a, const fs::path& b) {
    const auto left = a.filename().string(), right = b.filename().string();
    const auto left_number = Version::parse(leading_digits(left));
    const auto right_number = Version::parse(leading_digits(right));
    if (left_number.has_value() != right_number.has_value())
        return left_number.has_value();
    if (left_number && *left_number != *right_number)
        return *left_number < *right_number;
    return left < right;
}

} // namespace

Project read_sql_migrate(const Source& source) {
    Project project;
    auto files = list_files(source.folders, false);
    std::ranges::sort(files, runs_before);
    for (const auto& path : files)
        if (path.extension() == ".sql")
            attempt(project,
                    {.name = path.filename().string(),
                     .id = path.stem().string(),
                     .message = words_of(path.stem().string())},
                    path, [&] {
                        project.migrations.push_back(read_marked("migrate", "sql-migrate", path, project));
                    });
    number(project.migrations);
    return project;
}

} // namespace pgmend::importers
