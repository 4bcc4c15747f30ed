// How long it takes to read 10,000 revision files, to build the graph and to plan:
// revision_load [--json FILE] [files] [runs]
#include "revision/directory.hpp"
#include "revision/file.hpp"
#include "revision/graph.hpp"
#include "revision/range.hpp"
#include "revision/steps.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace {

using namespace pgmend::revision;
namespace fs = std::filesystem;

std::string id_of(int number) {
    return fmt::format("{:012x}", number);
}

Revision bare(int number, std::vector<std::string> downs) {
    return {.id = id_of(number), .down_revisions = std::move(downs), .up = Section{}, .down = Section{}};
}

// A line with a fork and its merge at every tenth revision.
std::vector<Revision> mixed(int count) {
    std::vector<Revision> revisions;
    for (int i = 0; i < count; ++i) {
        std::vector<std::string> downs;
        if (i % 10 == 2)
            downs = {id_of(i - 2)};
        else if (i % 10 == 3)
            downs = {id_of(i - 1), id_of(i - 2)};
        else if (i > 0)
            downs = {id_of(i - 1)};
        revisions.push_back(bare(i, std::move(downs)));
    }
    return revisions;
}

// `lines` lines side by side, each revision depending on the one beside it.
std::vector<Revision> ladder(int count, int lines) {
    std::vector<Revision> revisions;
    for (int i = 0; i < count; ++i) {
        revisions.push_back(bare(i, i < lines ? std::vector<std::string>() : std::vector{id_of(i - lines)}));
        if (i % lines != 0)
            revisions.back().depends_on = {id_of(i - 1)};
    }
    return revisions;
}

std::vector<Revision> star(int count) {
    std::vector<Revision> revisions{bare(0, {})};
    for (int i = 1; i < count; ++i)
        revisions.push_back(bare(i, {id_of(0)}));
    return revisions;
}

void write_files(const fs::path& folder, std::vector<Revision> revisions) {
    for (auto& revision : revisions) {
        revision.message = "Add a column to a table";
        revision.up->sql = fmt::format("ALTER TABLE some_table ADD COLUMN c{} text;\n"
                                       "CREATE INDEX i{} ON some_table (c{});\n",
                                       revision.id, revision.id, revision.id);
        revision.down->sql = fmt::format("ALTER TABLE some_table DROP COLUMN c{};\n", revision.id);
        std::ofstream(folder / file_name(revision)) << render(revision);
    }
}

double measure(std::string_view what, int runs, const std::function<void()>& work) {
    using Clock = std::chrono::steady_clock;
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) {
        const auto start = Clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    fmt::print("{:<48} median {:8.2f} ms, best {:8.2f} ms\n", what, times[times.size() / 2], times.front());
    return times[times.size() / 2];
}

void measure_plans(std::string_view shape, int runs, std::vector<Revision> revisions) {
    const auto copy = revisions;
    measure(fmt::format("{}: graph", shape), runs, [&] { Graph{copy}; });
    const Graph graph(std::move(revisions));
    const auto heads = graph.ids(graph.real_heads());
    measure(fmt::format("{}: upgrade heads", shape), runs, [&] { upgrade_steps(graph, {}, "heads"); });
    measure(fmt::format("{}: downgrade base", shape), runs, [&] { downgrade_steps(graph, heads, "base"); });
    measure(fmt::format("{}: history", shape), runs, [&] { history(graph, ":"); });
}

/// What tests/bench/report.py reads; the other figures are for whoever works on the graph.
void write_result(const fs::path& file, int count, double milliseconds) {
    const nlohmann::json bound{{"what", fmt::format("reading {} revision files, with their graph", count)},
                               {"value", milliseconds},
                               {"most", 200},
                               {"unit", "ms"}};
    std::ofstream(file) << nlohmann::json{{"name", "revision_load"},
                                          {"title", "Reading revision files"},
                                          {"about",
                                           "The files of a project are read and parsed, and their graph is "
                                           "built. No database is used."},
                                          {"versions", nlohmann::json::array()},
                                          {"calls", nlohmann::json::object()},
                                          {"tables", nlohmann::json::array()},
                                          {"bounds", nlohmann::json::array({bound})},
                                          {"curves", nlohmann::json::array()}};
}

} // namespace

int main(int argc, char** argv) {
    fs::path json;
    if (argc > 2 && std::string_view(argv[1]) == "--json") {
        json = argv[2];
        argc -= 2;
        argv += 2;
    }
    const int count = argc > 1 ? std::atoi(argv[1]) : 10000;
    const int runs = argc > 2 ? std::atoi(argv[2]) : 9;
    const auto folder = fs::temp_directory_path() / fmt::format("pgmend_bench_{}", getpid());
    fs::create_directories(folder);
    write_files(folder, mixed(count));
    measure(fmt::format("{} files: read and parse", count), runs, [&] { load(folder); });
    const double whole = measure(fmt::format("{} files: read, parse, graph", count), runs,
                                 [&] { Graph{load(folder).revisions}; });
    fs::remove_all(folder);
    if (!json.empty())
        write_result(json, count, whole);
    measure_plans("line with small forks", runs, mixed(count));
    measure_plans("100 lines with dependencies", runs, ladder(count, 100));
    measure_plans("star", runs, star(count / 4));
}
