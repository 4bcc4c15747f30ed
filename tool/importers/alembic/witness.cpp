#include "importers/alembic/witness.hpp"

#include "base/error.hpp"
#include "base/letters.hpp"
#include "statement/normalise.hpp"
#include "statement/reads.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace pgmend::importers::alembic {
namespace {

constexpr std::size_t max_named = 8;
constexpr std::array<std::string_view, 11> words_of_chance{
    "uuid", "now(", "today", "random", "secrets", "urandom", "time(", "token", "salt", "hash", "generate"};

/// What the section does, whatever constants and spaces it has; queries left out.
std::vector<std::string> shape(const RenderedSection& section) {
    std::vector<std::string> result;
    for (const auto& piece : section.pieces) {
        try {
            for (const auto& one : statement::split(piece.sql, {}))
                if (!statement::only_reads(one))
                    result.push_back(statement::fingerprint(one.sql));
        } catch (const UsageError&) {
            result.push_back(piece.sql);
        }
    }
    return result;
}

const RenderedRevision* find(const Rendering& rendering, const std::string& id) {
    const auto found = std::ranges::find(rendering.revisions, id, &RenderedRevision::id);
    return found == rendering.revisions.end() ? nullptr : &*found;
}

std::string listed(const std::vector<std::string>& ids) {
    const auto shown = std::min(ids.size(), max_named);
    const auto end = ids.begin() + static_cast<std::ptrdiff_t>(shown);
    auto text = fmt::format("{}", fmt::join(ids.begin(), end, ", "));
    return shown < ids.size() ? fmt::format("{} and {} more", text, ids.size() - shown) : text;
}

void note_moment(RenderedSection& first, const RenderedSection& second) {
    for (std::size_t i = 0; i < std::min(first.pieces.size(), second.pieces.size()); ++i) {
        if (first.pieces[i].sql == second.pieces[i].sql)
            continue;
        first.notes.push_back(fmt::format(
            "line {} gives another value at each run (perhaps now() or gen_random_uuid() is meant); the file "
            "has that of the import",
            first.pieces[i].line));
        return;
    }
    if (first.pieces.size() != second.pieces.size()) {
        first.notes.emplace_back("it does something else at each run; the file has what the import saw");
    }
}

} // namespace

Rendering with_offline(Rendering captured, const Rendering& offline) {
    std::vector<std::string> different;
    for (auto& revision : captured.revisions) {
        const auto* const other = find(offline, revision.id);
        if (other == nullptr || !other->up.fault.empty())
            continue;
        if (revision.up.fault.empty()) {
            if (shape(revision.up) != shape(other->up))
                different.push_back(revision.id);
            continue;
        }
        auto up = other->up;
        up.notes.push_back(
            fmt::format("it fails on an empty database ({}); the file has what Alembic prints offline",
                        revision.up.fault));
        revision.up = std::move(up);
        revision.down = other->down;
    }
    if (!different.empty())
        captured.warnings.push_back(fmt::format(
            "online, Alembic executes other statements than 'alembic upgrade --sql' prints, of {}; the files "
            "have those executed online",
            listed(different)));
    return captured;
}

bool may_vary(const Rendering& rendering) {
    return std::ranges::any_of(rendering.revisions, [](const RenderedRevision& revision) {
        std::ifstream file(revision.path, std::ios::binary);
        const auto text = lower(std::string{std::istreambuf_iterator<char>(file), {}});
        return std::ranges::any_of(
            words_of_chance, [&](std::string_view word) { return text.find(word) != std::string::npos; });
    });
}

void note_moments(Rendering& rendering, const Rendering& second) {
    for (auto& revision : rendering.revisions) {
        const auto* const other = find(second, revision.id);
        if (other == nullptr)
            continue;
        if (revision.up.fault.empty() && other->up.fault.empty())
            note_moment(revision.up, other->up);
        if (revision.down && other->down && revision.down->fault.empty() && other->down->fault.empty())
            note_moment(*revision.down, *other->down);
    }
}

} // namespace pgmend::importers::alembic
