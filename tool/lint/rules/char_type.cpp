#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void char_type(const StatementContext& context, Violations& violations) {
    for (const auto* column : context.made_columns())
        if (type_name(column->type_name) == "bpchar" && column->type_name->n_typmods > 0)
            violations.push_back(
                {fmt::format("{} is padded with spaces, which comparisons ignore but lengths count",
                             name_text(column->colname)),
                 fmt::format("{} text", name_text(column->colname))});
}

} // namespace pgmend::lint::check
