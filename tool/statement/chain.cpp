#include "statement/chain.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

enum class Space { relation, routine, schema, other };

Space space_of(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
    case ObjectKind::index:
    case ObjectKind::type:
    case ObjectKind::domain:
        return Space::relation;
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return Space::routine;
    case ObjectKind::schema:
        return Space::schema;
    default:
        return Space::other;
    }
}

bool is_part(ObjectKind kind) {
    return kind == ObjectKind::column || kind == ObjectKind::constraint;
}

bool lives_on_relation(ObjectKind kind) {
    return is_part(kind) || kind == ObjectKind::trigger || kind == ObjectKind::rule ||
           kind == ObjectKind::policy;
}

/// Follows an object through the statements of its section.
class Follower {
  public:
    Follower(ObjectName start, const std::string& default_schema)
        : object_(std::move(start)), default_schema_(default_schema) {
        auto& schema = lives_on_relation(object_.kind) ? object_.relation_schema : object_.schema;
        if (schema.empty())
            schema = object_.kind == ObjectKind::index && !object_.relation_schema.empty()
                         ? object_.relation_schema
                         : default_schema;
    }

    const ObjectName& object() const { return object_; }

    bool is_about(const Statement& statement) const {
        return statement.parsed && statement.category == Category::ddl && !statement.effects.empty() &&
               std::ranges::all_of(statement.effects, [&](const Effect& effect) { return concerns(effect); });
    }

    bool is_dropped_by(const Statement& statement) const {
        return std::ranges::any_of(statement.effects, [&](const Effect& effect) {
            return effect.verb == Verb::drop && is_itself(effect.object);
        });
    }

    void take(const Statement& statement) {
        for (const auto& effect : statement.effects) {
            if (!is_itself(effect.object))
                continue;
            if (!effect.new_name.empty())
                object_.name = effect.new_name;
            if (!effect.new_schema.empty())
                object_.schema = effect.new_schema;
        }
    }

  private:
    bool concerns(const Effect& effect) const {
        if (is_itself(effect.object)) // a type that was a mere name gets its body
            return effect.verb == Verb::alter ||
                   (effect.verb == Verb::create && (effect.or_replace || object_.kind == ObjectKind::type));
        return !lives_on_relation(object_.kind) && object_.kind != ObjectKind::index &&
               is_part(effect.object.kind) && same_subject(subject_of(effect, default_schema_), object_);
    }

    bool is_itself(const ObjectName& named) const {
        if (named.name != object_.name || named.name.empty())
            return false;
        if (lives_on_relation(object_.kind))
            return named.kind == object_.kind && named.relation == object_.relation &&
                   given(named.relation_schema) == object_.relation_schema;
        return !lives_on_relation(named.kind) && space_of(named.kind) == space_of(object_.kind) &&
               given(named.schema) == object_.schema;
    }

    const std::string& given(const std::string& schema) const {
        return schema.empty() ? default_schema_ : schema;
    }

    ObjectName object_;
    const std::string& default_schema_;
};

/// Whether what the sub-command does can be seen in the object itself: not its owner, and not the partitions
/// of a table, which are objects of their own.
bool is_seen(const PgQuery__AlterTableCmd& command) {
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartitionFinalize:
        return false;
    default:
        return true;
    }
}

/// Whether the comparison with what exists shows that the statement has been done: it does for what alters a
/// definition; owner, privileges, comments and rows are to be set again.
bool is_compared(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr)
        return false;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return std::ranges::all_of(items(node->alter_table_stmt->cmds, node->alter_table_stmt->n_cmds),
                                   [](const Node* one) { return is_seen(*one->alter_table_cmd); });
    case PG_QUERY__NODE__NODE_VIEW_STMT:
    case PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT:
    case PG_QUERY__NODE__NODE_DEFINE_STMT:
    case PG_QUERY__NODE__NODE_RENAME_STMT:
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT:
    case PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT:
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT:
    case PG_QUERY__NODE__NODE_ALTER_TYPE_STMT:
    case PG_QUERY__NODE__NODE_ALTER_FUNCTION_STMT:
    case PG_QUERY__NODE__NODE_ALTER_STATS_STMT:
    case PG_QUERY__NODE__NODE_ALTER_POLICY_STMT:
    case PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT:
        return true;
    default:
        return false;
    }
}

/// Whether a member of the chain behind the statement says the name of what that creates.
bool is_named_behind(std::span<const Statement> section, const Chain& chain, std::size_t index) {
    const auto& name = section[index].effects.front().object.name;
    return !name.empty() && std::ranges::any_of(chain.members, [&](std::size_t member) {
        return member > index && section[member].sql.find(name) != std::string::npos;
    });
}

/// Whether the statement attaches the index of a constraint that the chain adds to a partitioned table's.
bool attaches_index_of(std::span<const Statement> section, const Chain& chain, std::size_t index) {
    const auto& one = section[index];
    if (!attached_index(one))
        return false;
    const auto& name = one.relations.back().name;
    return std::ranges::any_of(chain.members, [&](std::size_t member) {
        return member < index && section[member].sql.find(name) != std::string::npos;
    });
}

} // namespace

std::optional<ObjectName> attached_index(const Statement& statement) {
    if (statement.effects.size() != 1 || statement.effects.front().verb != Verb::alter ||
        statement.effects.front().object.kind != ObjectKind::index || statement.relations.size() != 1)
        return std::nullopt;
    return statement.relations.back();
}

std::optional<OwnedSequence> owned_sequence(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_SEQ_STMT)
        return std::nullopt;
    const auto& stmt = *node->alter_seq_stmt;
    for (const auto* option : items(stmt.options, stmt.n_options)) {
        const auto& element = *option->def_elem;
        if (std::string_view(element.defname) != "owned_by" ||
            element.arg->node_case != PG_QUERY__NODE__NODE_LIST)
            continue;
        const auto& words = *element.arg->list; // schema, table, column
        if (words.n_items < 2)
            return std::nullopt; // NONE
        const auto word = [&](std::size_t from_last) {
            return words.n_items < from_last
                       ? std::string()
                       : std::string(words.items[words.n_items - from_last]->string->sval);
        };
        return OwnedSequence{.sequence = {.kind = ObjectKind::sequence,
                                          .schema = stmt.sequence->schemaname,
                                          .name = stmt.sequence->relname},
                             .table = {.kind = ObjectKind::table, .schema = word(3), .name = word(2)}};
    }
    return std::nullopt;
}

ObjectName subject_of(const Effect& effect, const std::string& default_schema) {
    const auto& object = effect.object;
    const auto given = [&](const std::string& schema) { return schema.empty() ? default_schema : schema; };
    if (lives_on_relation(object.kind))
        return {.kind = ObjectKind::table, .schema = given(object.relation_schema), .name = object.relation};
    auto subject = object;
    subject.schema = given(object.schema);
    return subject;
}

bool same_subject(const ObjectName& a, const ObjectName& b) {
    return a.name == b.name && a.schema == b.schema && space_of(a.kind) == space_of(b.kind);
}

Chain chain_of(std::span<const Statement> section, std::size_t create, const std::string& default_schema) {
    Follower follower(section[create].effects.front().object, default_schema);
    Chain chain;
    for (auto i = create + 1; i < section.size(); ++i) {
        if (follower.is_dropped_by(section[i]))
            break;
        if (!follower.is_about(section[i]) || !is_compared(section[i]))
            continue;
        chain.members.push_back(i);
        follower.take(section[i]);
    }
    chain.end = follower.object();
    return chain;
}

std::vector<std::size_t> helpers_of(std::span<const Statement> section, std::size_t create,
                                    const Chain& chain, const std::string& default_schema) {
    std::vector<std::size_t> result{create};
    std::vector<std::string> sequences;
    const auto start = subject_of(section[create].effects.front(), default_schema);
    const auto is_it = [&](std::string schema, const std::string& name) {
        if (schema.empty())
            schema = default_schema;
        return (schema == start.schema && name == start.name) ||
               (schema == chain.end.schema && name == chain.end.name);
    };
    for (auto i = create + 1; i < section.size(); ++i) {
        const auto& one = section[i];
        if (std::ranges::binary_search(chain.members, i)) {
            result.push_back(i);
            continue;
        }
        if (one.effects.size() != 1 || one.category != Category::ddl)
            continue;
        if (const auto owned = owned_sequence(one); owned && is_it(owned->table.schema, owned->table.name)) {
            result.push_back(i);
            sequences.push_back(owned->sequence.name);
            continue;
        }
        const auto& effect = one.effects.front();
        const bool makes_part = effect.verb == Verb::create && !effect.object.relation.empty();
        const bool on_it =
            makes_part &&
            (effect.object.kind == ObjectKind::trigger || // of a table that it is a partition of
             is_it(effect.object.relation_schema, effect.object.relation)) &&
            is_named_behind(section, chain, i);
        const bool attaches_it = effect.verb == Verb::alter && effect.object.kind == ObjectKind::table &&
                                 one.relations.size() == 2 &&
                                 is_it(one.relations.back().schema, one.relations.back().name);
        if (on_it || attaches_it || attaches_index_of(section, chain, i))
            result.push_back(i);
    }
    for (std::size_t i = 0; i < section.size() && !sequences.empty(); ++i)
        if (section[i].effects.size() == 1 && section[i].effects.front().verb == Verb::create &&
            section[i].effects.front().object.kind == ObjectKind::sequence &&
            std::ranges::find(sequences, section[i].effects.front().object.name) != sequences.end())
            result.push_back(i);
    std::ranges::sort(result);
    return result;
}

} // namespace pgmend::statement
