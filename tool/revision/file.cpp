#include "revision/file.hpp"

#include "base/error.hpp"
#include "base/letters.hpp"
#include "base/line_ends.hpp"
#include "revision/header.hpp"
#include "revision/line_reader.hpp"
#include "revision/mark.hpp"
#include "revision/utf8.hpp"
#include "revision/words.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

constexpr std::size_t max_slug_bytes = 40;

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

void check_encoding(std::string_view text, const std::string& path) {
    const auto at = bad_byte(text);
    if (at == std::string_view::npos)
        return;
    const auto before = text.substr(0, at);
    const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    const auto column = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                                      [](char c) { return !is_continuation(c); });
    const bool is_nul = text[at] == '\0';
    UsageError error(is_nul ? "the file contains a NUL byte" : "the file is not UTF-8");
    error
        .at({path, static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
             static_cast<int>(column) + 1})
        .with_hint(is_nul ? "remove it; PostgreSQL does not accept NUL bytes in text"
                          : "convert the file to UTF-8 (iconv -f <encoding> -t UTF-8)");
    throw error;
}

void open_section(Revision& revision, const Mark& mark, int line) {
    const bool is_up = mark.kind == Mark::Kind::up;
    auto& section = is_up ? revision.up : revision.down;
    if (section) {
        UsageError error(fmt::format("a second '-- migrate:{}'", is_up ? "up" : "down"));
        error.at({revision.path, line})
            .with_hint("join the two sections; if the line is not a mark, indent it by a space");
        throw error;
    }
    if (!is_up && !revision.up) {
        UsageError error("'-- migrate:down' comes before '-- migrate:up'");
        error.at({revision.path, line})
            .with_hint("put the section '-- migrate:up' first, even if it is empty");
        throw error;
    }
    section = Section{.line = line + 1, .transaction = mark.transaction};
}

void read_body(std::string_view text, Revision& revision) {
    Header header(revision);
    Section* current = nullptr;
    std::size_t start = 0;
    LineReader reader(text);
    while (reader.next()) {
        if (!is_mark(reader.line())) {
            if (current == nullptr)
                header.add(reader.line(), reader.number());
            continue;
        }
        if (current != nullptr)
            current->sql = with_lf(text.substr(start, reader.start() - start));
        const auto mark = parse_mark(reader.line(), {revision.path, reader.number()});
        open_section(revision, mark, reader.number());
        current = mark.kind == Mark::Kind::up ? &*revision.up : &*revision.down;
        start = reader.end();
    }
    if (current != nullptr)
        current->sql = with_lf(text.substr(start));
    header.finish();
    if (revision.up)
        return;
    UsageError error("the file has no '-- migrate:up'");
    error.at({revision.path, std::max(reader.number(), 1)})
        .with_hint("add the mark on a line of its own, then the statements");
    throw error;
}

// Ids may hold what a file name cannot, or what would hide the file.
std::string safe_name(std::string_view id) {
    std::string name(id);
    std::replace(name.begin(), name.end(), '/', '_');
    if (name.starts_with('.'))
        name.front() = '_';
    return name;
}

std::string_view base_name(std::string_view path) {
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool name_agrees(const Revision& revision) {
    auto name = base_name(revision.path);
    const auto id = safe_name(revision.id);
    if (!name.starts_with(id))
        return false;
    name.remove_prefix(id.size());
    return name.starts_with('_') || name == ".sql";
}

std::string slug(std::string_view message) {
    std::string text;
    for (const char c : message) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || std::isalnum(byte) != 0)
            text += lower(c);
        else if (!text.empty() && text.back() != '_')
            text += '_';
    }
    auto size = std::min(text.size(), max_slug_bytes);
    while (size > 0 && size < text.size() && is_continuation(text[size]))
        --size;
    text.resize(size);
    while (text.ends_with('_'))
        text.pop_back();
    return text;
}

void check_no_mark(const Section& section) {
    LineReader reader(section.sql);
    while (reader.next())
        if (is_mark(reader.line())) {
            UsageError error(fmt::format("line {} of the section reads as a section mark", reader.number()));
            error.with_detail(std::string(reader.line())).with_hint("indent the line by a space");
            throw error;
        }
}

std::string render_section(std::string_view name, const Section& section) {
    check_no_mark(section);
    const auto* newline = section.sql.empty() || section.sql.ends_with('\n') ? "" : "\n";
    return fmt::format("-- migrate:{}{}\n{}{}", name, section.transaction ? "" : " transaction:false",
                       section.sql, newline);
}

std::string header_line(std::string_view key, std::string_view value) {
    return value.empty() ? fmt::format("-- {}:\n", key)
                         : fmt::format("-- {:<14} {}\n", fmt::format("{}:", key), value);
}

std::string one_line(std::string_view text) {
    std::string line(trimmed(text));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return line;
}

} // namespace

Revision parse(std::string_view text, const std::string& path, std::vector<std::string>& warnings) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    check_encoding(text, path);
    Revision revision{.path = path};
    read_body(text, revision);
    if (!name_agrees(revision))
        warnings.push_back(
            fmt::format("{}: the file name does not start with the revision id; using the id from the "
                        "header: '{}'",
                        path, revision.id));
    return revision;
}

std::string render(const Revision& revision) {
    const auto message = one_line(revision.message);
    std::string text = message.empty() ? "--\n" : fmt::format("-- {}\n", message);
    text += "--\n";
    text += header_line("revision", revision.id);
    text += header_line("down_revision", fmt::format("{}", fmt::join(revision.down_revisions, ", ")));
    text += header_line("branch_labels", fmt::format("{}", fmt::join(revision.branch_labels, ", ")));
    text += header_line("depends_on", fmt::format("{}", fmt::join(revision.depends_on, ", ")));
    text += header_line("created", revision.created);
    text += '\n';
    text += render_section("up", revision.up.value_or(Section{}));
    if (!revision.down)
        return text;
    if (!text.ends_with("\n\n"))
        text += '\n';
    return text + render_section("down", *revision.down);
}

std::string file_name(const Revision& revision) {
    const auto words = slug(revision.message);
    return safe_name(revision.id) + (words.empty() ? "" : "_" + words) + ".sql";
}

} // namespace pgmend::revision
