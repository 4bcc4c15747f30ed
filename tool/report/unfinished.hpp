#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pgmend::report {

/// A revision that an earlier run has left unfinished.
struct UnfinishedLine {
    std::string revision;
    std::string direction; ///< "up" or "down"
    std::size_t done = 0;  ///< number of finished statements
    std::size_t statements = 0;
};

/// "c: 2 of 3 statements are done; upgrade continues after them"
std::string unfinished_text(const UnfinishedLine& line);
/// " (2 of 3 statements done)", to be appended to a revision
std::string half_done(const UnfinishedLine& line);
/// {"revision", "direction", "done", "statements"}
nlohmann::ordered_json unfinished_json(const UnfinishedLine& line);
/// A list of those.
nlohmann::ordered_json unfinished_json(const std::vector<UnfinishedLine>& lines);

} // namespace pgmend::report
