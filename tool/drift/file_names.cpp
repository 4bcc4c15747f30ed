#include "drift/file_names.hpp"

#include "base/error.hpp"
#include "statement/split.hpp"

namespace pgmend::drift {
namespace {

using statement::ObjectKind;
using statement::Verb;

void add_section(FileNames& names, const std::optional<revision::Section>& section) {
    if (!section)
        return;
    try {
        add_names(names, statement::split(section->sql, {.line = section->line}));
    } catch (const UsageError&) { // NOLINT: see the header
    }
}

} // namespace

void add_names(FileNames& names, std::span<const statement::Statement> statements) {
    for (const auto& one : statements) {
        statement::add_roles(names.roles, one);
        for (const auto& effect : one.effects) {
            if (effect.verb == Verb::drop && effect.object.kind == ObjectKind::extension)
                names.dropped_extensions.insert(effect.object.name);
            if (effect.verb != Verb::create)
                continue;
            if (effect.object.kind == ObjectKind::schema)
                names.made_schemas.insert(effect.object.name);
            else if (effect.object.kind == ObjectKind::extension)
                names.made_extensions.insert(effect.object.name);
            const auto& schema =
                effect.object.schema.empty() ? effect.object.relation_schema : effect.object.schema;
            if (!schema.empty() && !schema.starts_with("pg_"))
                names.written_schemas.insert(schema);
        }
    }
}

FileNames names_in(const revision::Graph& graph) {
    FileNames names;
    for (const auto& revision : graph.revisions()) {
        add_section(names, revision.up);
        add_section(names, revision.down);
    }
    return names;
}

} // namespace pgmend::drift
