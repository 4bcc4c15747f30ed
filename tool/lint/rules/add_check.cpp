#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

void add_check(const Subject& subject, Hits& hits) {
    const auto* check = subject.added_constraint(PG_QUERY__CONSTR_TYPE__CONSTR_CHECK);
    if (check == nullptr || check->skip_validation != 0)
        return;
    const auto name = constraint_name(subject.node->alter_table_stmt->relation, *check);
    hits.push_back(
        {fmt::format("reads every row of {} while nobody can read or write it", subject.table()),
         fmt::format("{} NOT VALID;\n-- in a later revision:\nALTER TABLE {} VALIDATE CONSTRAINT {};",
                     subject.sql, subject.table(), name)});
}

} // namespace pgmend::lint::check
