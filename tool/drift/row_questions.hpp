#pragma once

#include "schema/statements.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// A query for rows that a statement of a script would refuse. It returns their number and that of all.
struct RowQuestion {
    std::string sql;
    std::string obstacle; ///< a sentence with {count}: what the rows are
    std::string about;    ///< "constraint paid of public.bill"
};

/// The questions that a script raises, of tables and columns that are in the live schema as they are in the
/// target, or whose type the script changes.
std::vector<RowQuestion> row_questions(const schema::Model& live, const schema::Model& target,
                                       const schema::Script& script);

} // namespace pgmend::drift
