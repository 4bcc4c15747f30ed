#pragma once

#include "migrate/settings.hpp"
#include "revision/graph.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::migrate {

/// Scripts for psql, made without a database. Each revision has its own transaction, or several if its
/// statements cannot share one, and the version row is changed in the same transaction. `range` is TO,
/// FROM:TO or :TO; the default of FROM is base for an upgrade. Throws UsageError.
std::string upgrade_script(const revision::Graph& graph, std::string_view range, const Settings& settings);
/// The same for a downgrade; FROM is required.
std::string downgrade_script(const revision::Graph& graph, std::string_view range, const Settings& settings);
/// The same for a stamp. Each target may be FROM:TO, with the same FROM.
std::string stamp_script(const revision::Graph& graph, std::span<const std::string> targets,
                         const Settings& settings);
std::string ensure_version_script(const Settings& settings);

} // namespace pgmend::migrate
