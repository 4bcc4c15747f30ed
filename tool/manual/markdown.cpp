#include "manual/markdown.hpp"

#include "base/error.hpp"
#include "manual/roff.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pgmend::manual {
namespace {

using Node = cmark_node;
using Tree = std::unique_ptr<Node, decltype(&cmark_node_free)>;

Tree parse(std::string_view markdown) {
    cmark_gfm_core_extensions_ensure_registered();
    const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> parser(
        cmark_parser_new(CMARK_OPT_DEFAULT), cmark_parser_free);
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
    return {cmark_parser_finish(parser.get()), cmark_node_free};
}

template <typename Visit>
void each_child(Node* node, Visit visit) {
    for (auto* child = cmark_node_first_child(node); child != nullptr; child = cmark_node_next(child))
        visit(child);
}

void write_inline(Node* node, std::string& roff) {
    const auto type = cmark_node_get_type(node);
    const auto styled = [&](std::string_view start, auto write) {
        roff += start;
        write();
        roff += "\\fR";
    };
    const auto children = [&] { each_child(node, [&](Node* child) { write_inline(child, roff); }); };
    const auto literal = [&] { roff += escaped(cmark_node_get_literal(node), roff.empty()); };
    if (type == CMARK_NODE_TEXT)
        literal();
    else if (type == CMARK_NODE_CODE)
        styled("\\fB", literal);
    else if (type == CMARK_NODE_STRONG)
        styled("\\fB", children);
    else if (type == CMARK_NODE_EMPH)
        styled("\\fI", children);
    else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
        roff += ' ';
    else if (type == CMARK_NODE_LINK)
        children(); // the address means nothing on a man page
}

std::string inline_roff(Node* node) {
    std::string roff;
    each_child(node, [&](Node* child) { write_inline(child, roff); });
    return roff;
}

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(Node* table) {
    Rows rows;
    each_child(table, [&](Node* row) {
        each_child(row,
                   [&, &cells = rows.emplace_back()](Node* cell) { cells.push_back(inline_roff(cell)); });
    });
    return rows;
}

/// A table without a title over its second column is a list of terms.
std::string terms(const Rows& rows) {
    std::string roff;
    for (std::size_t i = 1; i < rows.size(); ++i)
        roff += entry(rows[i].front(), rows[i].back());
    return roff + ".PP\n";
}

std::string grid(const Rows& rows) {
    const std::vector<std::string> head(rows.front().size(), "lb");
    const std::vector<std::string> body(rows.front().size(), "lx");
    auto roff = fmt::format(".TS\nallbox;\n{}\n{}.\n", fmt::join(head, " "), fmt::join(body, " "));
    for (const auto& row : rows) {
        std::vector<std::string> cells;
        for (const auto& cell : row)
            cells.push_back("T{\n" + cell + "\nT}");
        roff += fmt::format("{}\n", fmt::join(cells, "\t"));
    }
    return roff + ".TE\n";
}

std::string block(Node* node);

std::string blocks(Node* parent) {
    std::string roff;
    each_child(parent, [&](Node* child) { roff += block(child); });
    return roff;
}

/// The first paragraph of an item goes on in the line of its bullet.
std::string item(Node* node) {
    std::string roff = ".IP \\(bu 2\n";
    each_child(node, [&](Node* child) {
        const bool first = cmark_node_previous(child) == nullptr;
        const bool text = cmark_node_get_type(child) == CMARK_NODE_PARAGRAPH;
        roff += text ? (first ? "" : ".IP\n") + inline_roff(child) + "\n" : block(child);
    });
    return roff;
}

std::string block(Node* node) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH)
        return ".PP\n" + inline_roff(node) + "\n";
    if (type == CMARK_NODE_HEADING)
        return fmt::format("{} {}\n", cmark_node_get_heading_level(node) <= 2 ? ".SH" : ".SS",
                           inline_roff(node));
    if (type == CMARK_NODE_CODE_BLOCK)
        return verbatim(cmark_node_get_literal(node));
    if (type == CMARK_NODE_LIST)
        return ".RS 0\n" + blocks(node) + ".RE\n";
    if (type == CMARK_NODE_ITEM)
        return item(node);
    if (std::string_view(cmark_node_get_type_string(node)) == "table") { // the extension exports no constant
        const auto rows = rows_of(node);
        return rows.front().size() == 2 && rows.front().back().empty() ? terms(rows) : grid(rows);
    }
    return {}; // comments and rules
}

} // namespace

Document read_document(const std::string& file) {
    std::ifstream stream(file);
    if (!stream)
        throw Error("could not read " + file);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
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
    return blocks(parse(markdown).get());
}

} // namespace pgmend::manual
