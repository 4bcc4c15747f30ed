// Writes the manual: `pgmend_manual DOCS FOLDER` makes FOLDER/pgmend.1, a page for each command and one of
// section 7 for each page of docs/ that is for users. A program of the build, not installed.

#include "commands/definition.hpp"
#include "manual/command_page.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

namespace fs = std::filesystem;
using namespace pgmend;

/// docs/cli.md is in pgmend(1); the others are for those who change or choose pgmend.
constexpr std::array no_topics{"cli", "ARCHITECTURE", "benchmarks"};

std::vector<manual::Topic> read_topics(const fs::path& docs) {
    std::vector<manual::Topic> topics;
    for (const auto& file : fs::directory_iterator(docs)) {
        const auto name = file.path().stem().string();
        if (file.path().extension() == ".md" && std::ranges::find(no_topics, name) == no_topics.end())
            topics.push_back({.name = "pgmend-" + name, .document = manual::read_document(file.path())});
    }
    std::ranges::sort(topics, {}, &manual::Topic::name);
    return topics;
}

void write(const fs::path& file, const std::string& page) {
    std::ofstream stream(file);
    stream << page;
    if (!stream.flush())
        throw Error("could not write " + file.string());
}

void write_manual(const fs::path& docs, const fs::path& folder) {
    commands::Globals globals;
    commands::Run selected;
    CLI::App app;
    commands::define(app, globals, selected);
    const auto topics = read_topics(docs);
    fs::create_directories(folder);
    write(folder / "pgmend.1", manual::program_page(app, manual::read_document(docs / "cli.md"), topics));
    for (const auto* command : app.get_subcommands({}))
        write(folder / ("pgmend-" + command->get_name() + ".1"), manual::command_page(*command, topics));
    for (const auto& topic : topics)
        write(folder / (topic.name + ".7"), manual::topic_page(topic));
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: pgmend_manual DOCS FOLDER\n";
        return 2;
    }
    try {
        write_manual(argv[1], argv[2]);
    } catch (const std::exception& error) {
        std::cerr << "pgmend_manual: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
