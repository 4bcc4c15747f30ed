#include "importers/alembic/rendering.hpp"

#include "base/error.hpp"
#include "revision/line_reader.hpp"

#include <nlohmann/json.hpp>

namespace pgmend::importers::alembic {
namespace {

using nlohmann::json;

RenderedSection read_section(const json& document, bool captured) {
    RenderedSection section{.captured = captured};
    if (document.contains("reason")) {
        section.fault = document.at("reason");
        section.fault_line = document.at("line");
        section.source = document.value("source", "");
        return section;
    }
    for (const auto& piece : document.at("pieces"))
        section.pieces.push_back({.sql = piece.at("sql"),
                                  .autocommit = piece.at("autocommit"),
                                  .line = piece.at("line"),
                                  .segment = piece.value("segment", 0),
                                  .writes = piece.value("writes", false)});
    return section;
}

std::optional<RenderedSection> read_down(const json& document, bool captured) {
    if (document.is_null())
        return std::nullopt;
    return read_section(document, captured);
}

RenderedRevision read_revision(const json& document, bool captured) {
    return {.id = document.at("revision"),
            .down_revisions = document.at("down_revision"),
            .branch_labels = document.at("branch_labels"),
            .depends_on = document.at("depends_on"),
            .message = document.at("message"),
            .created = document.at("created"),
            .path = document.at("path"),
            .up = read_section(document.at("up"), captured),
            .down = read_down(document.at("down"), captured)};
}

[[noreturn]] void refuse(const json& document) {
    UsageError error(document.at("fault").get<std::string>());
    throw error.in_context("could not read the project")
        .at({.file = document.at("file"), .line = document.at("line")});
}

void read_line(const json& document, bool captured, Rendering& rendering) {
    const auto text_at = [&](const char* key) {
        return document.at(key).is_null() ? std::string() : document.at(key).get<std::string>();
    };
    if (document.contains("fault"))
        refuse(document);
    if (document.contains("warning"))
        rendering.warnings.push_back(text_at("warning"));
    if (document.contains("version_table")) {
        rendering.version_table = text_at("version_table");
        rendering.version_schema = text_at("version_table_schema");
    }
    if (document.contains("again"))
        rendering.ended_at[text_at("again")] = read_down(document.at("down"), captured);
    if (document.contains("revision"))
        rendering.revisions.push_back(read_revision(document, captured));
}

} // namespace

Rendering parse_rendering(std::string_view lines, bool captured) {
    Rendering rendering;
    bool ended = false;
    for (revision::LineReader reader(lines); reader.next();) {
        const auto document = json::parse(reader.line(), nullptr, false);
        if (document.is_discarded())
            break;
        read_line(document, captured, rendering);
        ended = ended || document.contains("end");
    }
    if (!ended)
        throw UsageError("the project's program ended before all revisions were read");
    return rendering;
}

} // namespace pgmend::importers::alembic
