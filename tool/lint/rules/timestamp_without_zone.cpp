#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void timestamp_without_zone(const StatementContext& context, Violations& violations) {
    for (const auto* column : context.made_columns())
        if (type_name(column->type_name) == "timestamp")
            violations.push_back({fmt::format("{} does not store a time zone", name_text(column->colname)),
                                  fmt::format("{} timestamptz", name_text(column->colname))});
}

} // namespace pgmend::lint::check
