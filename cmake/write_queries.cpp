// write_queries HEADER FILE.sql…: embeds the files as string views, named after them.
#include "statement/qualify.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (!file || text.empty())
        throw std::runtime_error("could not read " + path.string());
    return text;
}

/// What depends on the server's version is put together at run time, and is only run with search_path pinned
/// (sql/catalog_pinned_settings.sql).
std::string embedded(const std::filesystem::path& path) {
    auto text = text_of(path);
    return text.find("-- @if ") != std::string::npos ? text : pgmend::statement::qualified(text);
}

} // namespace

int main(int argc, char** argv) {
    try {
        std::string text = "#pragma once\n// Generated from tool/sql/*.sql by cmake/write_queries.cpp.\n"
                           "#include <string_view>\n\nnamespace pgmend::sql {\n";
        for (int i = 2; i < argc; ++i) {
            const std::filesystem::path path = argv[i];
            text += "inline constexpr std::string_view " + path.stem().string() + " = R\"pgmend_sql(" +
                    embedded(path) + ")pgmend_sql\";\n";
        }
        std::ofstream(argv[1], std::ios::binary) << text << "} // namespace pgmend::sql\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    return 0;
}
