#include "statement/script.hpp"

#include "statement/position.hpp"
#include "statement/split.hpp"
#include "statement/split_raw.hpp"
#include "statement/unsupported.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

// Commands of psql that change nothing in a database.
constexpr auto harmless =
    std::to_array<std::string_view>({"restrict", "unrestrict", "set", "unset", "echo", "qecho", "warn",
                                     "pset", "timing", "encoding", "x", "t", "a", "errverbose", "conninfo"});

std::size_t line_of(std::string_view text, std::size_t offset) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

/// A script's text while parts of it are blanked out; places stay as they are.
class Text {
  public:
    Text(std::string_view text, const SourceLocation& first) : text_(text), first_(first) {}

    const std::string& sql() const { return text_; }

    std::vector<std::string> remarks() const {
        std::vector<std::string> remarks;
        if (copies_ == 1)
            remarks.push_back("the rows of COPY " + first_copy_);
        else if (copies_ > 1)
            remarks.push_back(fmt::format("the rows of {} COPY commands", copies_));
        if (!commands_.empty())
            remarks.push_back(fmt::format("psql commands {}", fmt::join(commands_, ", ")));
        return remarks;
    }

    void blank(std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i)
            if (text_[i] != '\n' && text_[i] != '\r')
                text_[i] = ' ';
    }

    /// As pg_dump writes it, COPY stands in a line of its own, and its rows end with the line `\.`.
    void leave_out_rows() {
        for (std::size_t begin = 0; begin < text_.size();) {
            auto end = end_of_line(begin);
            if (!is_copy_from_stdin(std::string_view(text_).substr(begin, end - begin))) {
                begin = end + 1;
                continue;
            }
            if (++copies_ == 1)
                first_copy_ = fmt::format(
                    "{} (line {})", text_.substr(begin + 5, text_.find_first_of(" (", begin + 5) - begin - 5),
                    line(begin));
            const auto start = begin;
            do {
                begin = std::min(end + 1, text_.size());
                end = end_of_line(begin);
            } while (begin < text_.size() && !is_end_of_rows(begin, end));
            blank(start, end);
            begin = end + 1;
        }
    }

    /// Goes on until the scanner meets no command of psql that may be left out.
    void leave_out_commands() {
        for (;;) {
            const auto problem = scan(text_).problem;
            if (!problem || problem->offset >= text_.size() || text_[problem->offset] != '\\')
                return;
            const auto end = end_of_line(problem->offset);
            const auto command = word_at(problem->offset + 1);
            if (command == "connect" || command == "c")
                refuse("\\connect in an SQL file",
                       "A file is run in one database: dump without --create, or split the file.",
                       at(problem->offset));
            if (std::ranges::find(harmless, command) == harmless.end())
                refuse(fmt::format("psql meta-command \\{} in SQL", command),
                       "Only psql understands it: run the file with psql on an empty database, and use "
                       "pg_dump's "
                       "output or the URL of that database.",
                       at(problem->offset));
            if (!command.ends_with("restrict"))
                commands_.insert("\\" + command);
            blank(problem->offset, end);
        }
    }

    SourceLocation at(std::size_t offset) const {
        Position place{.line = std::max(1, first_.line), .column = std::max(1, first_.column)};
        place.advance(text_, offset);
        return {.file = first_.file, .line = place.line, .column = place.column};
    }

  private:
    std::size_t line(std::size_t offset) const {
        return line_of(text_, offset) + static_cast<std::size_t>(std::max(1, first_.line)) - 1;
    }

    std::size_t end_of_line(std::size_t from) const { return std::min(text_.find('\n', from), text_.size()); }

    bool is_end_of_rows(std::size_t begin, std::size_t end) const {
        const auto row = std::string_view(text_).substr(begin, end - begin);
        return row == "\\." || row == "\\.\r";
    }

    static bool is_copy_from_stdin(std::string_view row) {
        const auto word = fold(row.substr(0, 5));
        if (word != "copy ")
            return false;
        const auto whole = fold(row);
        return whole.find(" from stdin") != std::string::npos &&
               whole.find_last_not_of(" \r") == whole.rfind(';');
    }

    std::string word_at(std::size_t from) const {
        auto end = from;
        while (end < text_.size() && std::isspace(static_cast<unsigned char>(text_[end])) == 0)
            ++end;
        return text_.substr(from, end - from);
    }

    std::string text_;
    SourceLocation first_;
    std::size_t copies_ = 0;
    std::string first_copy_;
    std::set<std::string> commands_;
};

} // namespace

Script read_script(std::string_view text, const SourceLocation& first) {
    Text whole(text, first);
    whole.leave_out_rows();
    whole.leave_out_commands();
    Script script{.pieces = {}, .statements = {}, .remarks = whole.remarks()};
    const auto sql = whole.sql();
    const auto scanned = scan(sql);
    Position place{.line = std::max(1, first.line), .column = std::max(1, first.column)};
    for (const auto& raw : split_raw(scanned).statements) {
        const auto from = static_cast<std::size_t>(raw.tokens.front().text.data() - sql.data());
        const auto to = static_cast<std::size_t>(raw.tokens.back().text.data() - sql.data()) +
                        raw.tokens.back().text.size();
        place.advance(sql, from);
        script.pieces.push_back(
            {.sql = sql.substr(from, to - from),
             .location = {.file = first.file, .line = place.line, .column = place.column}});
        if (!transaction_command(raw.tokens).empty())
            whole.blank(from, to);
    }
    script.statements = split(whole.sql(), first);
    return script;
}

} // namespace pgmend::statement
