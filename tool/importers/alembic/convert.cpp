#include "importers/alembic/convert.hpp"

#include "importers/alembic/section.hpp"
#include "importers/skeleton.hpp"

#include <filesystem>

#include <fmt/format.h>

namespace pgmend::importers::alembic {
namespace {

class Converter {
  public:
    void add(const RenderedRevision& rendered) {
        revision::Revision revision{.id = rendered.id,
                                    .message = rendered.message,
                                    .created = rendered.created,
                                    .down_revisions = rendered.down_revisions,
                                    .branch_labels = rendered.branch_labels,
                                    .depends_on = rendered.depends_on,
                                    .path = rendered.path};
        open_ = false;
        try {
            revision.up = section("upgrade", rendered.up, rendered);
            check(revision);
        } catch (const UsageError& error) {
            revision.up = failed(rendered, error.location(), error.message());
        }
        if (rendered.down)
            add_down(revision, *rendered.down, rendered);
        if (open_)
            result_.open.push_back(rendered.id);
        try {
            check(revision);
            result_.revisions.push_back(std::move(revision));
        } catch (const UsageError& error) { // an id that is too long, for one
            if (result_.failures.empty() || result_.failures.back().revision != rendered.id)
                failed(rendered, {}, error.message());
        }
    }

    Conversion result() { return std::move(result_); }

  private:
    revision::Section section(std::string_view function, const RenderedSection& rendered,
                              const RenderedRevision& revision) {
        if (!rendered.fault.empty())
            throw UsageError(fmt::format("{}(): {}", function, rendered.fault))
                .at({.file = revision.path, .line = rendered.fault_line});
        auto taken = take_section(rendered, revision.path);
        for (const auto& note : taken.notes)
            result_.warnings.push_back({revision.id, fmt::format("{}: revision {}: {}(): {}", revision.path,
                                                                 revision.id, function, note)});
        open_ = open_ || taken.open;
        return std::move(taken.section);
    }

    void add_down(revision::Revision& revision, const RenderedSection& down,
                  const RenderedRevision& rendered) {
        try {
            revision.down = section("downgrade", down, rendered);
            check(revision);
        } catch (const UsageError& error) {
            revision.down.reset();
            result_.warnings.push_back(
                {rendered.id, fmt::format("{}: revision {} has no section down: {}",
                                          to_string(error.location()), rendered.id, error.message())});
        }
    }

    revision::Section failed(const RenderedRevision& rendered, SourceLocation place,
                             const std::string& reason) {
        if (place.file != rendered.path)
            place = {.file = rendered.path};
        result_.failures.push_back({.revision = rendered.id, .location = place, .reason = reason});
        open_ = true;
        const std::string file = std::filesystem::path(rendered.path).filename();
        return skeleton(rendered.id, fmt::format("{} ({}:{})", reason, file, place.line), rendered.up.source);
    }

    Conversion result_;
    bool open_ = false;
};

} // namespace

Conversion convert(const Rendering& rendering) {
    Converter converter;
    for (const auto& revision : rendering.revisions)
        converter.add(revision);
    return converter.result();
}

} // namespace pgmend::importers::alembic
