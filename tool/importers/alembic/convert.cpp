#include "importers/alembic/convert.hpp"

#include "statement/split.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace pgmend::importers::alembic {
namespace {

revision::Section section_of(const RenderedSection& rendered, const std::string& path) {
    revision::Section section;
    for (const auto& piece : rendered.pieces) {
        std::vector<statement::Statement> statements;
        try {
            statements = statement::split(piece.sql, {});
        } catch (UsageError& error) {
            throw error.at({.file = path, .line = piece.line});
        }
        section.sql += terminated(piece.sql, statements) + "\n";
        section.transaction =
            section.transaction && !(piece.autocommit && std::ranges::any_of(statements, [](const auto& one) {
                                         return one.transactional;
                                     }));
    }
    return section;
}

revision::Revision revision_of(const RenderedRevision& rendered) {
    revision::Revision revision{.id = rendered.id,
                                .message = rendered.message,
                                .created = rendered.created,
                                .down_revisions = rendered.down_revisions,
                                .branch_labels = rendered.branch_labels,
                                .depends_on = rendered.depends_on,
                                .path = rendered.path,
                                .up = section_of(rendered.up, rendered.path)};
    if (rendered.down)
        revision.down = section_of(*rendered.down, rendered.path);
    return revision;
}

void add_fault(const RenderedRevision& revision, std::string_view function, const RenderedSection& section,
               std::vector<Failure>& failures) {
    if (!section.fault.empty())
        failures.push_back({.revision = revision.id,
                            .location = {.file = revision.path, .line = section.fault_line},
                            .reason = fmt::format("{}(): {}", function, section.fault)});
}

} // namespace

Conversion convert(const Rendering& rendering) {
    Conversion result;
    for (const auto& rendered : rendering.revisions) {
        const auto before = result.failures.size();
        add_fault(rendered, "upgrade", rendered.up, result.failures);
        if (rendered.down)
            add_fault(rendered, "downgrade", *rendered.down, result.failures);
        if (result.failures.size() != before)
            continue;
        try {
            auto revision = revision_of(rendered);
            check(revision);
            result.revisions.push_back(std::move(revision));
        } catch (const UsageError& error) {
            const bool is_there = error.location().file == rendered.path;
            result.failures.push_back(
                {.revision = rendered.id,
                 .location = {.file = rendered.path, .line = is_there ? error.location().line : 0},
                 .reason = error.message()});
        }
    }
    return result;
}

} // namespace pgmend::importers::alembic
