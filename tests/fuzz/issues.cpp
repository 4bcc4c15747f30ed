// From bytes to the rows of issues: the stream, the parser, the mapping. Beyond not crashing: what our parser
// takes, nlohmann's takes, too (save for numbers that are too large for a double); bits of another size give
// the same issues.

#include "sync/issue_stream.hpp"
#include "sync/mapping.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

using namespace pgmend::sync;

namespace {

std::vector<std::string> cut(std::string_view text, std::size_t bit) {
    std::size_t at = 0;
    IssueStream stream([&](char* buffer, std::size_t size) {
        const auto count = std::min({size, bit, text.size() - at});
        std::memcpy(buffer, text.data() + at, count);
        at += count;
        return count;
    });
    std::vector<std::string> found;
    for (StreamItem item; stream.next(item);) {
        if (item.text.empty())
            std::abort();
        found.emplace_back(item.text);
    }
    return found;
}

void demand(bool truth) {
    if (!truth)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto issues = cut(text, std::size_t{1} << 20);
    demand(cut(text, 1 + size % 97) == issues);
    json::Document document;
    for (const auto& one : issues) {
        const bool taken = !document.parse(one);
        // Read by a string so that numbers do not overflow: nlohmann refuses 1e999.
        if (taken && one.find_first_of("eE") == std::string::npos && one.size() < 300)
            demand(nlohmann::json::accept(one));
        const auto mapped = map_issue({.text = one}, {.team_keys = {"b--team", "a--team"}}, document);
        if (const auto* issue = std::get_if<Issue>(&mapped)) {
            demand(!json::Document().parse(issue->full_data));
            for (const auto& row : issue->history)
                demand(!row.end || *row.end >= row.start);
        }
    }
    return 0;
}
