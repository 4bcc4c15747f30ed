#include "importers/skeleton.hpp"

#include "revision/line_reader.hpp"
#include "revision/words.hpp"

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

constexpr std::size_t max_width = 100;
constexpr std::string_view prefix = "--";
constexpr std::string_view failing_statement = "DO $unfinished$ BEGIN\n";

} // namespace

std::string commented(std::string_view text) {
    std::string result, line(prefix);
    for (const auto word : revision::split_words(text)) {
        if (line.size() > prefix.size() && line.size() + 1 + word.size() > max_width) {
            result += line + "\n";
            line = prefix;
        }
        line += " ";
        line += word;
    }
    return result + line + "\n";
}

revision::Section skeleton(std::string_view id, std::string_view reason, std::string_view source) {
    auto sql = commented(fmt::format("TODO: this revision was not imported: {}", reason)) +
               "-- Write its SQL in place of the statement below.\n";
    if (!source.empty())
        sql += "--\n";
    for (revision::LineReader reader(source); reader.next();)
        sql += fmt::format("--   {}\n", reader.line());
    sql += failing_statement;
    sql += fmt::format("    RAISE EXCEPTION 'revision {} is unfinished: it could not be imported'\n"
                       "        USING HINT = 'Write its SQL into its file, or stamp it where it is already "
                       "applied.';\n"
                       "END $unfinished$;\n",
                       id);
    return {.sql = std::move(sql)};
}

bool is_skeleton(const revision::Section& section) {
    return section.sql.find(failing_statement) != std::string::npos;
}

} // namespace pgmend::importers
