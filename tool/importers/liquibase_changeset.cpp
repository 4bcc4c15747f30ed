#include "importers/liquibase_changeset.hpp"

#include "base/error.hpp"
#include "base/letters.hpp"
#include "importers/files.hpp"
#include "importers/names.hpp"
#include "revision/line_reader.hpp"
#include "revision/words.hpp"

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

/// "changeset ann:1 splitStatements:false" of a line "-- changeset …"; empty for other lines.
std::string_view command_of(std::string_view line) {
    line = revision::trimmed(line);
    if (!line.starts_with("--"))
        return {};
    return revision::trimmed(line.substr(2));
}

bool is_command(std::string_view command, std::string_view word) {
    return lower(command.substr(0, word.size())) == word &&
           (command.size() == word.size() || command[word.size()] == ' ');
}

class Parser {
  public:
    Parser(std::string file, std::vector<std::string>& warnings)
        : file_(std::move(file)), warnings_(warnings) {}

    void add(std::string_view line, int number) {
        const auto command = command_of(line);
        if (is_command(command, "changeset"))
            return open(command.substr(std::string_view("changeset").size()), number);
        if (is_command(command, "rollback")) {
            const auto sql = revision::trimmed(command.substr(std::string_view("rollback").size()));
            if (!is_command(sql, "empty") && !is_command(sql, "not"))
                down_.keep(sql);
            else
                down_.skip();
            return up_.skip();
        }
        if (lower(command).starts_with("precondition"))
            current_.fault = "preconditions decide whether it runs";
        up_.keep(line);
        down_.skip();
    }

    std::vector<Changeset> finish() {
        close();
        return std::move(all_);
    }

  private:
    void open(std::string_view rest, int number) {
        close();
        const auto words = revision::split_words(rest);
        const auto colon = words.empty() ? std::string_view::npos : words[0].find(':');
        if (colon == std::string_view::npos)
            throw UsageError("a change set without author:id").at({file_, number});
        current_ = {.author = std::string(words[0].substr(0, colon)),
                    .id = std::string(words[0].substr(colon + 1)),
                    .line = number};
        open_ = true;
        for (std::size_t i = 1; i < words.size(); ++i)
            attribute(words[i], number);
        up_.skip();
        down_.skip();
    }

    void attribute(std::string_view word, int number) {
        const auto colon = word.find(':');
        const auto name = lower(word.substr(0, colon));
        const auto value = colon == std::string_view::npos ? std::string() : lower(word.substr(colon + 1));
        if (name == "runintransaction")
            current_.transaction = value != "false";
        else if ((name == "runonchange" || name == "runalways") && value == "true")
            current_.fault = fmt::format("{}:true: Liquibase runs it again, a revision runs once", name);
        else if (name == "enddelimiter" && value != ";" && value != "\";\"")
            current_.fault = "its statements end in another delimiter than a semicolon";
        else if (name == "dbms")
            other_database_ = value.find("postgresql") == std::string::npos;
        else if ((name == "context" || name == "contextfilter" || name == "labels") && !value.empty())
            warnings_.push_back(
                fmt::format("{}:{}: {} of the change set {} is left out: the revision runs everywhere", file_,
                            number, name, current_.key()));
    }

    void close() {
        if (open_ && !other_database_) {
            current_.up = up_.text();
            current_.down = down_.has_text() ? down_.text() : std::string();
            all_.push_back(current_);
        }
        // The next one's lines stand where they do in the file.
        const auto lines = up_.lines();
        up_ = down_ = {};
        for (auto i = lines; i > 0; --i) {
            up_.skip();
            down_.skip();
        }
        other_database_ = false;
    }

    std::string file_;
    std::vector<std::string>& warnings_;
    std::vector<Changeset> all_;
    Changeset current_;
    LineSieve up_, down_;
    bool open_ = false;
    bool other_database_ = false;
};

} // namespace

std::string Changeset::words() const {
    return leading_digits(id) == id ? "change set " + id : words_of("_" + id);
}

std::string id_of_key(std::string_view key) {
    return std::string(key.substr(key.find(':') + 1));
}

bool is_liquibase_sql(std::string_view text) {
    const auto first = lower(text.substr(0, text.find('\n')));
    const auto command = command_of(first);
    return command.starts_with("liquibase") && command.find("formatted") != std::string_view::npos;
}

std::vector<Changeset> parse_changesets(std::string_view text, const std::string& file,
                                        std::vector<std::string>& warnings) {
    Parser parser(file, warnings);
    for (revision::LineReader reader(text); reader.next();)
        parser.add(reader.line(), reader.number());
    return parser.finish();
}

} // namespace pgmend::importers
