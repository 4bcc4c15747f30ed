#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pgmend::diagnose {

/// Failures with the same shape of the statement, the same SQLSTATE, and the same object.
struct Pattern {
    std::string sqlstate;
    std::string object; ///< the constraint, column, table or type that the server named; empty = none
    std::string sql;    ///< the last statement, as in the journal
    long long count = 0;
    long long followed = 0; ///< statements that were rejected because of it (25P02)
    std::string first;      ///< first and last time, as in the journal
    std::string last;
    std::string message; ///< the message of the last failure
    std::string detail;
    std::string call; ///< the place in pgmend that ran the last statement
    std::string file; ///< the place in the user's files
    std::set<std::string> commands;
    std::string kind, cause, remedy; ///< from the table of causes
};

/// The contents of journals, grouped.
struct Diagnosis {
    std::vector<Pattern> patterns; ///< the most frequent first
    long long entries = 0;
    long long unreadable = 0; ///< lines that are not entries of a journal
};

/// Groups the entries of journals, beginning with the time `since` (a prefix of an ISO time in UTC; empty =
/// all). Throws UsageError for a file that cannot be read.
Diagnosis read_journals(const std::vector<std::string>& files, const std::string& since);

} // namespace pgmend::diagnose
