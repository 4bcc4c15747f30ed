#pragma once

#include "embedded/cluster.hpp"

#include <string>

namespace pgmend::commands {

/// The table [replay] of pgmend.toml.
struct ReplaySettings {
    std::string prelude; ///< the text of the file
    std::string prelude_file;
    embedded::Settings settings; ///< of the throwaway server
    std::string scratch;         ///< URL
};

/// Reads it; all empty without a file or a table. Throws UsageError with file and line.
ReplaySettings replay_settings(const std::string& config_file);

} // namespace pgmend::commands
