#pragma once

#include "migrate/settings.hpp"
#include "revision/graph.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::migrate {

/// Scripts for psql, made without a database: every revision in a transaction of its own (or several, where
/// its statements cannot share one), the change of the version row in it. `range` is TO, FROM:TO or :TO; an
/// upgrade starts from base when FROM is left out. Throws UsageError.
std::string upgrade_script(const revision::Graph& graph, std::string_view range, const Settings& settings);
/// FROM must be given.
std::string downgrade_script(const revision::Graph& graph, std::string_view range, const Settings& settings);
/// Each target may be FROM:TO; only one FROM for all.
std::string stamp_script(const revision::Graph& graph, std::span<const std::string> targets,
                         const Settings& settings);
std::string ensure_version_script(const Settings& settings);

} // namespace pgmend::migrate
