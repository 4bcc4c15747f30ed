#include "importers/marked.hpp"

#include "importers/files.hpp"
#include "importers/names.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

/// Reads a file line by line: marks change the direction, a block is ended where it has no semicolon.
class Parser {
  public:
    Parser(const std::string& word, std::string title, std::string file)
        : prefix_("-- +" + word + " "), mark_("'-- +" + word), title_(std::move(title)),
          file_(std::move(file)) {}

    void add(std::string_view line, int number) {
        if (line.starts_with(prefix_))
            return command(revision::split_words(line.substr(prefix_.size())), number);
        if (block_)
            block_->keep(line);
        else if (direction_ != nullptr)
            put(line);
        else
            before_ =
                before_ || (!revision::trimmed(line).empty() && !revision::trimmed(line).starts_with("--"));
        if (direction_ == nullptr)
            skip_both();
    }

    void finish(Migration& migration, Project& project) {
        if (block_)
            fail(fmt::format("{0} StatementBegin' without {0} StatementEnd'", mark_), block_line_,
                 fmt::format("add {} StatementEnd' after the statement", mark_));
        if (direction_ == nullptr)
            fail(fmt::format("the mark {} Up' is missing", mark_), 1,
                 "add the mark above the first statement");
        if (before_)
            project.warnings.push_back(
                fmt::format("{}: text above the first {}' is ignored, as in {}", file_, mark_, title_));
        migration.up = {.sql = up_.text(), .file = file_, .transaction = up_transaction_};
        if (has_down_)
            migration.down = Script{.sql = down_.text(), .file = file_, .transaction = down_transaction_};
    }

  private:
    [[noreturn]] void fail(std::string message, int line, std::string hint) const {
        throw UsageError(std::move(message)).at({file_, line}).with_hint(std::move(hint));
    }

    void command(const std::vector<std::string_view>& words, int number) {
        const auto name = words.empty() ? std::string_view() : words[0];
        const bool outside = std::ranges::find(words, "notransaction") != words.end();
        if (name == "Up" || name == "Down") {
            if (block_)
                fail(fmt::format("a section starts before {} StatementEnd'", mark_), number,
                     fmt::format("add {} StatementEnd' after the statement", mark_));
            direction_ = name == "Up" ? &up_ : &down_;
            has_down_ = has_down_ || name == "Down";
            bool& transaction = name == "Up" ? up_transaction_ : down_transaction_;
            transaction = transaction && !outside;
        } else if (name == "NO" && words.size() > 1 && words[1] == "TRANSACTION") {
            up_transaction_ = down_transaction_ = false;
        } else if (name == "ENVSUB" && words.size() > 1 && words[1] == "ON") {
            fail("the file takes values from the environment (ENVSUB ON)", number,
                 "write the values into the file");
        } else if (name == "StatementBegin" && direction_ != nullptr && !block_) {
            block_.emplace();
            block_line_ = number;
        } else if (name == "StatementEnd" && block_) {
            end_block();
        }
        if (block_ && block_line_ != number)
            block_->skip();
        else
            skip_both();
    }

    void end_block() {
        auto text = block_->text();
        block_.reset();
        text = terminated(text, statement::split(text, {.file = file_, .line = block_line_ + 1}));
        for (revision::LineReader reader(text); reader.next();)
            put(reader.line());
    }

    void put(std::string_view line) {
        direction_->keep(line);
        (direction_ == &up_ ? down_ : up_).skip();
    }

    void skip_both() {
        up_.skip();
        down_.skip();
    }

    std::string prefix_; ///< "-- +migrate "
    std::string mark_;   ///< for messages: "'-- +migrate"
    std::string title_;
    std::string file_;
    LineSieve up_, down_;
    LineSieve* direction_ = nullptr;
    std::optional<LineSieve> block_;
    int block_line_ = 0;
    bool up_transaction_ = true;
    bool down_transaction_ = true;
    bool has_down_ = false;
    bool before_ = false;
};

} // namespace

Migration read_marked(const std::string& word, const std::string& title, const std::filesystem::path& path,
                      Project& project) {
    const auto stem = path.stem().string();
    Migration migration{.name = path.filename().string(),
                        .message = words_of(stem),
                        .created = time_of(leading_digits(stem))};
    Parser parser(word, title, path.string());
    const auto text = read_text(path);
    for (revision::LineReader reader(text); reader.next();)
        parser.add(reader.line(), reader.number());
    parser.finish(migration, project);
    return migration;
}

} // namespace pgmend::importers
