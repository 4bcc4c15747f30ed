#include "catalog/queries.hpp"

#include "sql/queries.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace pgmend::catalog {
namespace {

/// How far a query can be narrowed down: not at all, to schemas ($1), to relations ($1, $2).
enum class Scope { database, schemas, relations };

struct Entry {
    std::string_view sql;
    Scope scope;
    Part part = Part::objects;
    int since = 0;
    bool is_costly = false;
};

constexpr auto entries = std::to_array<Entry>({
    {sql::catalog_members, Scope::database, Part::members},
    {sql::catalog_run_time_relations, Scope::database, Part::members},
    {sql::catalog_schemas, Scope::schemas},
    {sql::catalog_extensions, Scope::database},
    {sql::catalog_languages, Scope::database},
    {sql::catalog_access_methods, Scope::database},
    {sql::catalog_foreign_data_wrappers, Scope::database},
    {sql::catalog_servers, Scope::database},
    {sql::catalog_user_mappings, Scope::database},
    {sql::catalog_collations, Scope::schemas},
    {sql::catalog_base_types, Scope::schemas},
    {sql::catalog_enums, Scope::schemas},
    {sql::catalog_composites, Scope::schemas},
    {sql::catalog_domains, Scope::schemas},
    {sql::catalog_domain_constraints, Scope::schemas},
    {sql::catalog_ranges, Scope::schemas},
    {sql::catalog_relations, Scope::relations},
    {sql::catalog_columns, Scope::relations},
    {sql::catalog_sequences, Scope::relations},
    {sql::catalog_constraints, Scope::relations, Part::objects, 0, true},
    {sql::catalog_indexes, Scope::relations, Part::objects, 0, true},
    {sql::catalog_statistics, Scope::relations},
    {sql::catalog_functions, Scope::schemas},
    {sql::catalog_aggregates, Scope::schemas},
    {sql::catalog_operators, Scope::schemas},
    {sql::catalog_opfamilies, Scope::schemas},
    {sql::catalog_opclasses, Scope::schemas},
    {sql::catalog_casts, Scope::database},
    {sql::catalog_transforms, Scope::database},
    {sql::catalog_conversions, Scope::schemas},
    {sql::catalog_ts_parsers, Scope::schemas},
    {sql::catalog_ts_templates, Scope::schemas},
    {sql::catalog_ts_dictionaries, Scope::schemas},
    {sql::catalog_ts_configurations, Scope::schemas},
    {sql::catalog_triggers, Scope::relations},
    {sql::catalog_rules, Scope::relations},
    {sql::catalog_policies, Scope::relations},
    {sql::catalog_event_triggers, Scope::database},
    {sql::catalog_publications, Scope::database},
    {sql::catalog_publication_tables, Scope::database},
    {sql::catalog_publication_schemas, Scope::database, Part::objects, 15},
    {sql::catalog_subscriptions, Scope::database},
    {sql::catalog_default_privileges, Scope::database},
    {sql::catalog_others, Scope::database},
});

constexpr auto cluster_entries = std::to_array<Entry>({
    {sql::catalog_tablespaces, Scope::database},
    {sql::catalog_database, Scope::database},
    {sql::catalog_settings, Scope::database},
    {sql::catalog_roles, Scope::database},
    {sql::catalog_memberships, Scope::database},
});

Scope asked(const ReadOptions& options) {
    if (!options.relations.empty())
        return Scope::relations;
    return options.schemas.empty() ? Scope::database : Scope::schemas;
}

pg::Parameters parameters_of(const Entry& entry, const ReadOptions& options) {
    pg::Parameters parameters;
    if (entry.scope == Scope::database)
        return parameters;
    const auto add = [&](const std::vector<std::string>& names) {
        if (names.empty())
            parameters.add(std::nullopt);
        else
            parameters.add(names);
    };
    add(options.schemas);
    if (entry.scope == Scope::relations)
        add(options.relations);
    return parameters;
}

class List {
  public:
    List(const ReadOptions& options, const ServerTraits& server) : options_(options), server_(server) {}

    void add(const Entry& entry) {
        if (server_.major < entry.since)
            return;
        // A query that cannot be narrowed down has nothing to say about a part of the database.
        if (entry.part == Part::objects && entry.scope < asked(options_))
            return;
        queries_.push_back({.part = entry.part,
                            .sql = for_server(entry.sql, server_),
                            .parameters = parameters_of(entry, options_),
                            .is_costly = entry.is_costly});
    }

    std::vector<ReadQuery> take() { return std::move(queries_); }

  private:
    const ReadOptions& options_;
    const ServerTraits& server_;
    std::vector<ReadQuery> queries_;
};

} // namespace

std::vector<ReadQuery> read_queries(const ReadOptions& options, const ServerTraits& server) {
    List list(options, server);
    for (const auto& entry : entries)
        list.add(entry);
    if (options.cluster && asked(options) == Scope::database) {
        for (const auto& entry : cluster_entries)
            list.add(entry);
    }
    if (options.comments) {
        list.add({sql::catalog_comments, Scope::database, Part::comments});
        list.add({sql::catalog_security_labels, Scope::database, Part::labels});
    }
    if (options.privileges)
        list.add({sql::catalog_privileges, Scope::database, Part::privileges, 0, true});
    if (options.dependencies)
        list.add({sql::catalog_dependencies, Scope::database, Part::dependencies});
    return list.take();
}

std::vector<ReadQuery> take_costly(std::vector<ReadQuery>& queries) {
    const auto costly = std::stable_partition(queries.begin(), queries.end(),
                                              [](const ReadQuery& query) { return !query.is_costly; });
    std::vector<ReadQuery> taken(std::make_move_iterator(costly), std::make_move_iterator(queries.end()));
    queries.erase(costly, queries.end());
    return taken;
}

} // namespace pgmend::catalog
