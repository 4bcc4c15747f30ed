#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pgmend::diagnose {

/// Failures of one kind: the same shape of statement, SQLSTATE and object.
struct Pattern {
    std::string sqlstate;
    std::string object; ///< the constraint, column, table or type that the server named; empty = none
    std::string sql;    ///< of the last one, as the journal has it
    long long count = 0;
    long long followed = 0; ///< statements that were refused because of it (25P02)
    std::string first;      ///< times, as in the journal
    std::string last;
    std::string message; ///< of the last one
    std::string detail;
    std::string call; ///< where in pgmend the last one was run
    std::string file; ///< where in the user's files
    std::set<std::string> commands;
    std::string kind, cause, remedy; ///< from the table of causes
};

/// What journals hold.
struct Diagnosis {
    std::vector<Pattern> patterns; ///< the most frequent first
    long long entries = 0;
    long long unreadable = 0; ///< lines that are no entry of a journal
};

/// Groups the entries of journals, those from `since` on (a prefix of an ISO time in UTC; empty = all).
/// Throws UsageError for a file that cannot be read.
Diagnosis read_journals(const std::vector<std::string>& files, const std::string& since);

} // namespace pgmend::diagnose
