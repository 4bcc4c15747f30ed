#include "manual/markdown.hpp"

#include "base/error.hpp"
#include "manual/roff.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::manual {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string without(const std::string& text, const char* pattern, const char* instead = "") {
    return std::regex_replace(text, std::regex(pattern), instead);
}

/// `code`, **strong**, *emphasis* and [links](…) of a paragraph, or of a cell.
std::string inline_roff(std::string text) {
    text = without(text, R"(!\[[^\]]*\]\([^)]*\))");
    text = without(text, R"(\[([^\]]*)\]\([^)]*\))", "$1");
    std::string roff;
    bool code = false;
    bool strong = false;
    bool emphasis = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool star = text[i] == '*' && !code;
        if (text[i] == '`') {
            code = !code;
            roff += code ? "\\fB" : "\\fR";
        } else if (star && i + 1 < text.size() && text[i + 1] == '*') {
            strong = !strong;
            roff += strong ? "\\fB" : "\\fR";
            ++i;
        } else if (star) {
            emphasis = !emphasis;
            roff += emphasis ? "\\fI" : "\\fR";
        } else if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '|') {
            continue; // a bar that is no border of a cell
        } else {
            roff += escaped(std::string_view(text).substr(i, 1), roff.empty());
        }
    }
    return roff;
}

std::vector<std::string> cells(const std::string& row) {
    std::vector<std::string> found(1);
    for (std::size_t i = 1; i + 1 < row.size(); ++i) // between the outer bars
        if (row[i] == '|' && row[i - 1] != '\\')
            found.emplace_back();
        else
            found.back() += row[i];
    for (auto& cell : found)
        cell = without(cell, R"(^ +| +$)");
    return found;
}

std::size_t indentation(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

class Writer {
  public:
    explicit Writer(Lines lines) : lines_(std::move(lines)) {}

    std::string write() {
        while (at_ < lines_.size())
            block();
        leave_list();
        return roff_;
    }

  private:
    void block() {
        const auto& line = lines_[at_];
        const auto text = line.substr(indentation(line));
        if (text.empty()) {
            ++at_;
            return;
        }
        if (indentation(line) == 0 && !text.starts_with("- "))
            leave_list();
        if (text.starts_with("```"))
            fence(indentation(line));
        else if (text.starts_with("## ") || text.starts_with("### "))
            heading(text);
        else if (text.starts_with('|'))
            table();
        else if (text.starts_with("- "))
            item(indentation(line));
        else
            roff_ += (in_list_ ? ".IP\n" : ".PP\n") + paragraph(0) + "\n";
    }

    void fence(std::size_t set_in) {
        std::string code;
        for (++at_; at_ < lines_.size() && !lines_[at_].substr(indentation(lines_[at_])).starts_with("```");
             ++at_)
            code += lines_[at_].substr(std::min(set_in, indentation(lines_[at_]))) + "\n";
        ++at_;
        roff_ += verbatim(code);
    }

    void heading(const std::string& text) {
        const bool upper = text.starts_with("## ");
        roff_ += fmt::format("{} {}\n", upper ? ".SH" : ".SS", inline_roff(text.substr(upper ? 3 : 4)));
        ++at_;
    }

    void item(std::size_t set_in) {
        if (!in_list_)
            roff_ += ".RS 0\n";
        in_list_ = true;
        lines_[at_] = lines_[at_].substr(set_in + 2);
        roff_ += fmt::format(".IP \\(bu 2\n{}\n", paragraph(set_in + 2));
    }

    void leave_list() {
        if (in_list_)
            roff_ += ".RE\n";
        in_list_ = false;
    }

    /// From here to an empty line or to what begins another block.
    std::string paragraph(std::size_t set_in) {
        std::string text;
        do {
            const auto& line = lines_[at_++];
            text += (text.empty() ? "" : " ") + line.substr(indentation(line));
        } while (at_ < lines_.size() && indentation(lines_[at_]) < lines_[at_].size() &&
                 !begins_block(set_in));
        return inline_roff(text);
    }

    bool begins_block(std::size_t set_in) const {
        const auto& line = lines_[at_];
        const auto text = line.substr(indentation(line));
        return text.starts_with("```") || text.starts_with('|') || text.starts_with("## ") ||
               text.starts_with("### ") || (text.starts_with("- ") && indentation(line) <= set_in);
    }

    void table() {
        const auto head = cells(lines_[at_]);
        Lines rows;
        for (; at_ < lines_.size() && lines_[at_].starts_with('|'); ++at_)
            rows.push_back(lines_[at_]);
        if (head.size() == 2 && head.back().empty())
            terms(rows);
        else
            grid(rows);
    }

    /// A table without a title over its second column is a list of terms.
    void terms(const Lines& rows) {
        for (std::size_t i = 2; i < rows.size(); ++i) {
            const auto row = cells(rows[i]);
            roff_ += entry(inline_roff(row.front()), inline_roff(row.back()));
        }
        roff_ += ".PP\n";
    }

    void grid(const Lines& rows) {
        const auto columns = cells(rows.front()).size();
        std::string form = "lb";
        std::string body = "lx";
        for (std::size_t i = 1; i < columns; ++i) {
            form += " lb";
            body += " lx";
        }
        roff_ += fmt::format(".TS\nallbox;\n{}\n{}.\n", form, body);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i == 1)
                continue; // |---|---|
            std::vector<std::string> row;
            for (const auto& cell : cells(rows[i]))
                row.push_back("T{\n" + inline_roff(cell) + "\nT}");
            roff_ += fmt::format("{}\n", fmt::join(row, "\t"));
        }
        roff_ += ".TE\n";
    }

    Lines lines_;
    std::size_t at_ = 0;
    bool in_list_ = false;
    std::string roff_;
};

} // namespace

Document read_document(const std::string& file) {
    std::ifstream stream(file);
    if (!stream)
        throw Error("cannot read " + file);
    std::string text(std::istreambuf_iterator<char>(stream), {});
    for (auto from = text.find("<!--"); from != std::string::npos; from = text.find("<!--", from))
        text.erase(from, std::min(text.find("-->", from), text.size() - 3) + 3 - from);
    const auto title = text.find("# ");
    const auto end = text.find('\n', title);
    return {.title = text.substr(title + 2, end - title - 2), .body = text.substr(end + 1)};
}

std::string section(const Document& document, std::string_view heading) {
    const auto mark = fmt::format("\n## {}\n", heading);
    const auto from = document.body.find(mark);
    if (from == std::string::npos)
        throw Error(fmt::format("'{}' has no section '{}'", document.title, heading));
    const auto body = from + mark.size();
    return document.body.substr(body, document.body.find("\n## ", body) - body);
}

std::string roff_of(std::string_view markdown) {
    return Writer(lines_of(markdown)).write();
}

} // namespace pgmend::manual
