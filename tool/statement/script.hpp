#pragma once

#include "statement/statement.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// SQL that was not written for pgmend: a dump, or a script for psql.
struct Script {
    /// One command of the text.
    struct Piece {
        std::string sql;
        SourceLocation location;
    };

    std::vector<Piece> pieces;         ///< all that a server takes, BEGIN and COMMIT included
    std::vector<Statement> statements; ///< the pieces that neither begin nor end a transaction
    std::vector<std::string> remarks;  ///< what was left out: "the rows of 3 COPY commands"
};

/// Reads such a text. Left out are the rows that follow COPY … FROM stdin, and psql's commands that change
/// nothing in a database (\set, \restrict, \echo, …). Throws UsageError as split() does, and for \connect and
/// other commands of psql that matter.
Script read_script(std::string_view text, const SourceLocation& first);

} // namespace pgmend::statement
