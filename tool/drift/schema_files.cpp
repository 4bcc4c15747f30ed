#include "drift/schema_files.hpp"

#include "base/file.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

namespace fs = std::filesystem;

struct Piece {
    std::string sql;
    SourceLocation location;
};

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() == ".sql")
            files.push_back(entry.path());
    std::ranges::sort(files);
    if (files.empty())
        throw UsageError(fmt::format("{} has no .sql files", folder.string()));
    return files;
}

std::vector<statement::Statement> statements_in(const fs::path& path) {
    const auto text = read_file(path);
    return statement::split(text, {.file = path.string(), .line = 1, .column = 1});
}

std::vector<Piece> pieces_of(const fs::path& path) {
    std::vector<Piece> pieces;
    for (const auto& statement : statements_in(path))
        pieces.push_back(
            {.sql = statement.sql,
             .location = {.file = path.string(), .line = statement.line, .column = statement.column}});
    return pieces;
}

/// Errors that say that something is not there, or not yet.
bool is_missing(const pg::SqlError& error) {
    for (const auto* sqlstate :
         {"42P01", "42703", "42704", "42883", "3F000", "42830", "42809", "22023", "55000"})
        if (error.is(sqlstate))
            return true;
    return false;
}

} // namespace

FileNames names_in_files(const fs::path& folder) {
    FileNames names;
    for (const auto& path : files_in(folder))
        add_names(names, statements_in(path));
    return names;
}

void run_schema_files(pg::Connection& connection, const fs::path& folder) {
    std::vector<Piece> open;
    for (const auto& path : files_in(folder))
        std::ranges::move(pieces_of(path), std::back_inserter(open));
    connection.run("SET check_function_bodies = off");
    while (!open.empty()) {
        std::vector<Piece> later;
        std::optional<pg::SqlError> first;
        for (auto& piece : open) {
            try {
                connection.run_script(piece.sql, piece.location);
            } catch (const pg::SqlError& error) {
                if (!is_missing(error))
                    throw;
                if (!first)
                    first.emplace(error);
                later.push_back(std::move(piece));
            }
        }
        if (later.size() == open.size())
            throw *first;
        open = std::move(later);
    }
}

} // namespace pgmend::drift
