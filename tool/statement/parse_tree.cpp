#include "statement/parse_tree.hpp"

#include "statement/arena.hpp"
#include "statement/position.hpp"
#include "statement/statement.hpp"
#include "statement/token.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <vector>

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>

namespace pgmend::statement {
namespace {

// libpg_query writes and protobuf-c reads a tree by recursion without any limit: a stack of 8 MB ends at
// about 4,500 operators in a row, 1,500 nested subqueries. This is less than half of either, in levels of an
// operator.
constexpr std::size_t max_depth = 2000;
constexpr std::size_t levels_of_bracket = 4;
// A text this short cannot nest so deep.
constexpr std::size_t always_shallow = 1000;

/// How deep the tree under one pair of brackets may become.
struct Level {
    std::size_t operators = 0; ///< in a row: a list's comma, AND, OR and the arms of CASE start anew
    std::size_t joins = 0;     ///< JOIN, UNION and the like nest over commas too

    std::size_t depth() const { return levels_of_bracket + operators + joins; }
};

bool is_any(const Token& token, std::initializer_list<std::string_view> words) {
    return token.kind == TokenKind::word &&
           std::ranges::any_of(words, [&](auto word) { return is_word(token, word); });
}

bool opens(const Token& token) {
    return is_symbol(token, "(") || is_symbol(token, "[") || is_any(token, {"case"});
}

bool closes(const Token& token) {
    return is_symbol(token, ")") || is_symbol(token, "]") || is_any(token, {"end"});
}

void count(Level& level, const Token& token) {
    if (is_symbol(token, ";"))
        level = {};
    else if (is_symbol(token, ",") || is_any(token, {"and", "or", "when", "then", "else"}))
        level.operators = 0;
    else if (is_any(token, {"join", "union", "intersect", "except"}))
        ++level.joins;
    else if (token.kind == TokenKind::symbol ||
             is_any(token, {"not", "is", "isnull", "notnull", "collate", "at"}))
        ++level.operators;
}

/// Whether the text may nest deeper than is safe; errs towards yes.
bool too_deep(const std::string& sql) {
    if (sql.size() < always_shallow)
        return false;
    std::vector<Level> levels(1);
    std::size_t outside = 0;
    for (const auto& token : scan(sql).tokens) {
        if (opens(token)) {
            outside += levels.back().depth();
            levels.emplace_back();
        } else if (closes(token) && levels.size() > 1) {
            levels.pop_back();
            outside -= levels.back().depth();
        } else {
            count(levels.back(), token);
        }
        if (outside + levels.back().depth() > max_depth)
            return true;
    }
    return false;
}

/// The byte offset of the n-th character, counted from 1.
std::size_t byte_offset(const std::string& sql, int character) {
    std::size_t offset = 0;
    for (int left = character; left > 1 && offset < sql.size(); --left)
        do
            ++offset;
        while (offset < sql.size() && continues_character(sql[offset]));
    return offset;
}

std::atomic<std::size_t> calls = 0;

// A tree takes some ten times the bytes of its packed form.
constexpr std::size_t bytes_of_packed = 10;

ParseOutcome unpacked(const PgQueryProtobuf& packed) {
    const auto arena = std::make_shared<Arena>(packed.len * bytes_of_packed);
    ProtobufCAllocator allocator{
        .alloc = [](void* data, std::size_t size) { return static_cast<Arena*>(data)->allocate(size); },
        .free = [](void*, void*) {},
        .allocator_data = arena.get()};
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(packed.data);
    const auto* tree = pg_query__parse_result__unpack(&allocator, packed.len, bytes);
    return {.tree = ParseTree(arena, tree), .stopped_at = {}, .bytes = arena->size()};
}

ParseOutcome parse_anew(const std::string& sql) {
    if (too_deep(sql))
        return {};
    ++calls;
    const std::unique_ptr<PgQueryProtobufParseResult, void (*)(PgQueryProtobufParseResult*)> result(
        new PgQueryProtobufParseResult(pg_query_parse_protobuf(sql.c_str())), [](auto* raw) {
            pg_query_free_protobuf_parse_result(*raw);
            delete raw;
        });
    if (result->error == nullptr)
        return unpacked(result->parse_tree);
    if (result->error->cursorpos <= 0)
        return {};
    return {.tree = {}, .stopped_at = byte_offset(sql, result->error->cursorpos)};
}

/// Texts without a statement go from one judge to the next, and each asks for the tree.
struct Recent {
    static constexpr std::size_t max_size = 20'000; // a larger one is not worth its memory
    struct Entry {
        std::string sql;
        ParseOutcome outcome;
    };
    std::array<Entry, 4> entries;
    std::size_t next = 0;
};

} // namespace

ParseOutcome parse(const std::string& sql) {
    thread_local Recent recent;
    if (sql.empty() || sql.size() > Recent::max_size)
        return parse_anew(sql);
    for (const auto& entry : recent.entries)
        if (entry.sql == sql)
            return entry.outcome;
    auto& entry = recent.entries.at(recent.next);
    recent.next = (recent.next + 1) % recent.entries.size();
    entry.outcome = parse_anew(sql);
    entry.sql = sql;
    return entry.outcome;
}

namespace {

// What a plan of some 100,000 small statements takes up; beyond, trees are made when they are asked for.
constexpr std::size_t most_kept = 256U << 20;
std::atomic<std::size_t> kept = 0;

} // namespace

/// With the text, so that a statement that was given another one does not get the old tree.
struct KeptTree::Entry {
    std::string sql;
    ParseOutcome outcome;

    Entry(const std::string& text, const ParseOutcome& known) : sql(text), outcome(known) { kept += size(); }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() { kept -= size(); }

    std::size_t size() const { return sql.size() + outcome.bytes; }
};

void KeptTree::keep(const std::string& sql, const ParseOutcome& outcome) {
    if (kept + sql.size() + outcome.bytes <= most_kept)
        entry_ = std::make_shared<const Entry>(sql, outcome);
    else
        entry_.reset();
}

ParseOutcome parse(const Statement& statement) {
    const auto& entry = statement.tree.entry_;
    return entry != nullptr && entry->sql == statement.sql ? entry->outcome : parse(statement.sql);
}

std::size_t parser_calls() {
    return calls;
}

const PgQuery__Node* only_statement(const ParseTree& tree) {
    return tree != nullptr && tree->n_stmts == 1 ? tree->stmts[0]->stmt : nullptr;
}

} // namespace pgmend::statement
