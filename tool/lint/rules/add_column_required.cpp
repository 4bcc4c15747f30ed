#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_column_required(const StatementContext& context, Violations& violations) {
    const auto* column = context.added_column();
    if (column == nullptr || constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL) == nullptr ||
        constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT) != nullptr ||
        constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) != nullptr ||
        constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED) != nullptr ||
        type_name(column->type_name).find("serial") != std::string::npos)
        return;
    const auto table = context.table(), name = name_text(column->colname);
    violations.push_back(
        {fmt::format("fails if {} has rows, and breaks every INSERT that does not set the column", table),
         fmt::format("ALTER TABLE {0} ADD COLUMN {1} {2} NOT NULL DEFAULT …;", table, name,
                     type_name(column->type_name))});
}

} // namespace pgmend::lint::check
