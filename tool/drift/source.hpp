#pragma once

#include "catalog/read.hpp"
#include "migrate/settings.hpp"
#include "revision/graph.hpp"
#include "schema/model.hpp"

#include <functional>
#include <string>

namespace pgmend::drift {

/// A schema with what to call it.
struct Source {
    schema::Model model;
    std::string name;
};

/// What a source needs beyond its name.
struct SourceContext {
    migrate::Settings settings;
    catalog::ReadOptions options;
    std::function<revision::Graph()> load_graph; ///< for "migrations"
    std::vector<std::string> rows; ///< the revisions at which "migrations" is meant; empty = its heads
};

/// The schema that a word on the command line names: `migrations` (replayed), a `.json` snapshot, a `.sql`
/// file (run on a throwaway server), else a database URL. Throws Error.
Source open_source(const std::string& word, const SourceContext& context);

} // namespace pgmend::drift
