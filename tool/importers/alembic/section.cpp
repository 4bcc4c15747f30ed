#include "importers/alembic/section.hpp"

#include "importers/conversion.hpp"
#include "importers/skeleton.hpp"
#include "statement/reads.hpp"
#include "statement/split.hpp"
#include "statement/split_raw.hpp"
#include "statement/token.hpp"
#include "statement/unsupported.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::importers::alembic {
namespace {

constexpr std::size_t max_shown = 70;

std::string_view text_of(const statement::RawStatement& raw) {
    const auto& last = raw.tokens.back().text;
    const auto* const start = raw.tokens.front().text.data();
    return {start, static_cast<std::size_t>(last.data() + last.size() - start)};
}

/// The statements between the transaction commands of a script, each in the segment that it would run in.
std::vector<Piece> without_transactions(const Piece& piece) {
    const auto scanned = statement::scan(piece.sql);
    const auto raw = statement::split_raw(scanned).statements;
    const auto command = [](const auto& one) { return statement::transaction_command(one.tokens); };
    if (scanned.problem || std::ranges::none_of(raw, [&](const auto& one) { return !command(one).empty(); }))
        return {piece};
    std::vector<Piece> pieces;
    for (const auto& one : raw) {
        const auto word = command(one);
        if (word == "ROLLBACK" || word == "ABORT")
            throw UsageError(fmt::format("{} in a script of several statements", word));
        if (!word.empty())
            continue;
        auto part = piece;
        part.sql = text_of(one);
        pieces.push_back(std::move(part));
    }
    return pieces;
}

std::string first_words(std::string_view sql) {
    std::string text;
    for (const char c : sql)
        text += c == '\n' || c == '\t' ? ' ' : c;
    return text.size() <= max_shown ? text : text.substr(0, max_shown) + "…";
}

class Taker {
  public:
    Taker(const RenderedSection& rendered, const std::string& path) : rendered_(rendered), path_(path) {}

    TakenSection take() {
        for (const auto& piece : rendered_.pieces) {
            try {
                for (const auto& part : without_transactions(piece))
                    add(part);
            } catch (UsageError& error) {
                throw error.at({.file = path_, .line = piece.line});
            }
        }
        for (const auto& note : rendered_.notes)
            taken_.notes.push_back(note);
        std::string comments;
        for (const auto& note : taken_.notes)
            comments += commented("TODO: " + note + ".");
        taken_.section.sql = comments + taken_.section.sql;
        taken_.open = !taken_.notes.empty();
        return std::move(taken_);
    }

  private:
    void add(const Piece& piece) {
        const auto statements = statement::split(piece.sql, {});
        if (rendered_.captured && !piece.writes && std::ranges::all_of(statements, statement::only_reads))
            return note_reading(piece, statements);
        taken_.section.sql += terminated(piece.sql, statements) + "\n";
        const bool transactional =
            std::ranges::any_of(statements, [](const auto& one) { return one.transactional; });
        if (!transactional) {
            segment_ = -1; // pgmend commits before it, too
            return;
        }
        // A commit between two statements that could share a transaction is meant: the second needs it.
        const bool committed = segment_ >= 0 && segment_ != piece.segment;
        taken_.section.transaction = taken_.section.transaction && !piece.autocommit && !committed;
        segment_ = piece.segment;
    }

    void note_reading(const Piece& piece, const std::vector<statement::Statement>& statements) {
        const auto own = std::ranges::find_if(
            statements, [](const auto& one) { return !statement::first_own_relation(one).empty(); });
        if (own == statements.end() || reads_rows_)
            return;
        reads_rows_ = true;
        taken_.notes.push_back(
            fmt::format("line {} reads rows ({}), and what follows may depend on them; the file has what was "
                        "executed on an empty database",
                        piece.line, first_words(own->sql)));
    }

    const RenderedSection& rendered_;
    const std::string& path_;
    TakenSection taken_;
    int segment_ = -1;
    bool reads_rows_ = false;
};

} // namespace

TakenSection take_section(const RenderedSection& rendered, const std::string& path) {
    return Taker(rendered, path).take();
}

} // namespace pgmend::importers::alembic
