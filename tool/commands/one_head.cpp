#include "commands/one_head.hpp"

#include <fmt/format.h>

namespace pgmend::commands {

void add_one_head(CLI::App& command, bool& wanted) {
    command.add_flag("--one-head", wanted,
                     "fail if there are several heads, not counting those with a branch label");
}

void require_one_head(const revision::Graph& graph) {
    std::string lines;
    std::size_t number = 0;
    for (const auto head : graph.heads()) {
        if (!graph.labels(head).empty())
            continue;
        ++number;
        const auto& revision = graph.at(head);
        lines += fmt::format("{}{}: {} {}", lines.empty() ? "" : "\n", revision.path, revision.id,
                             revision.message);
    }
    if (number > 1)
        throw Error(fmt::format("there are {} heads, so 'upgrade head' is ambiguous", number),
                    ExitCode::findings)
            .with_detail(lines)
            .with_hint("join them with 'pgmend merge', or change the down_revision of one of them");
}

} // namespace pgmend::commands
