#include "importers/files.hpp"
#include "importers/names.hpp"
#include "importers/numbered.hpp"
#include "importers/readers.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view command_prefix = "-- +migrate ";

/// Reads a file line by line: marks change the direction, a block is ended where it has no semicolon.
class Parser {
  public:
    explicit Parser(std::string file) : file_(std::move(file)) {}

    void add(std::string_view line, int number) {
        if (line.starts_with(command_prefix))
            return command(revision::split_words(line.substr(command_prefix.size())), number);
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
            fail("'-- +migrate StatementBegin' without '-- +migrate StatementEnd'", block_line_,
                 "add '-- +migrate StatementEnd' after the statement");
        if (direction_ == nullptr)
            fail("the mark '-- +migrate Up' is missing", 1, "add the mark above the first statement");
        if (before_)
            project.warnings.push_back(
                fmt::format("{}: text above the first '-- +migrate' is ignored, as in sql-migrate", file_));
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
                fail("a section starts before '-- +migrate StatementEnd'", number,
                     "add '-- +migrate StatementEnd' after the statement");
            direction_ = name == "Up" ? &up_ : &down_;
            has_down_ = has_down_ || name == "Down";
            bool& transaction = name == "Up" ? up_transaction_ : down_transaction_;
            transaction = transaction && !outside;
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

Migration read_file(const fs::path& path, Project& project) {
    const auto stem = path.stem().string();
    Migration migration{.name = path.filename().string(),
                        .message = words_of(stem),
                        .created = time_of(leading_digits(stem))};
    Parser parser(path.string());
    const auto text = read_text(path);
    for (revision::LineReader reader(text); reader.next();)
        parser.add(reader.line(), reader.number());
    parser.finish(migration, project);
    return migration;
}

/// Names with a leading number first, by it; then by name.
bool runs_before(const fs::path& a, const fs::path& b) {
    const auto left = a.filename().string(), right = b.filename().string();
    const auto left_number = Version::parse(leading_digits(left));
    const auto right_number = Version::parse(leading_digits(right));
    if (left_number.has_value() != right_number.has_value())
        return left_number.has_value();
    if (left_number && *left_number != *right_number)
        return *left_number < *right_number;
    return left < right;
}

} // namespace

Project read_sql_migrate(const Source& source) {
    Project project;
    auto files = list_files(source.folders, false);
    std::ranges::sort(files, runs_before);
    for (const auto& path : files)
        if (path.extension() == ".sql")
            attempt(project, path.filename().string(), path,
                    [&] { project.migrations.push_back(read_file(path, project)); });
    number(project.migrations);
    return project;
}

} // namespace pgmend::importers
