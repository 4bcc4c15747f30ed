#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void drop_not_null(const Subject& subject, Hits& hits) {
    const auto* command = subject.command(PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull);
    if (command == nullptr || subject.section.reverting)
        return;
    hits.push_back({fmt::format("code that reads {} may find NULL from now on", name_text(command->name)),
                    "-- prepare the application first"});
}

} // namespace pgmend::lint::check
