#include "report/unfinished.hpp"

#include <fmt/format.h>

namespace pgmend::report {

std::string unfinished_text(const UnfinishedLine& line) {
    const bool one = line.done == 1;
    return fmt::format("{}: {} of {} statements {} done; {} continues after {}", line.revision, line.done,
                       line.statements, one ? "is" : "are", line.direction == "up" ? "upgrade" : "downgrade",
                       one ? "it" : "them");
}

std::string half_done(const UnfinishedLine& line) {
    return fmt::format(" ({} of {} statements {}done)", line.done, line.statements,
                       line.direction == "up" ? "" : "of the downgrade ");
}

nlohmann::ordered_json unfinished_json(const UnfinishedLine& line) {
    return {{"revision", line.revision},
            {"direction", line.direction},
            {"done", line.done},
            {"statements", line.statements}};
}

nlohmann::ordered_json unfinished_json(const std::vector<UnfinishedLine>& lines) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& line : lines)
        list.push_back(unfinished_json(line));
    return list;
}

} // namespace pgmend::report
