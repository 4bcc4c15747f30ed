#include "db/schema/pair.hpp"

#include "catalog/read.hpp"
#include "catalog/server_lines.hpp"
#include "db/support/database.hpp"
#include "db/support/pg_dump.hpp"
#include "embedded/process.hpp"
#include "pg/connection.hpp"
#include "pg/quote.hpp"
#include "schema/diff.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace pgmend::test {
namespace {

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void make_roles(pg::Connection& connection, const fs::path& list) {
    std::istringstream lines(text_of(list));
    for (std::string role; std::getline(lines, role);)
        if (!role.empty() && connection.run("SELECT FROM pg_roles WHERE rolname = $1", {role}).rows() == 0)
            connection.run("CREATE ROLE " + pg::quote_identifier(role));
}

schema::Model loaded(const Database& database, const std::string& text) {
    {
        auto connection = database.connect();
        // What only newer or older servers take is marked as in tool/sql/.
        const auto sql = catalog::for_server(text, {.major = connection.server_version() / 10000});
        connection.on_notice([](const pg::Notice&) {});
        if (sql.find("CONCURRENTLY") == std::string::npos)
            connection.run_script(sql);
        else
            for (const auto& piece : statement::split(sql, {}))
                connection.run_script(piece.sql);
    }
    auto connection = database.connect();
    return catalog::read(connection);
}

std::vector<std::string> finding_lines(const schema::Diff& diff) {
    std::vector<std::string> lines;
    for (const auto& finding : diff.findings)
        lines.push_back(std::string(to_string(finding.change)) + " " +
                        std::string(to_string(finding.object.kind)) + " " + display(finding.object) + " " +
                        finding.attribute + ": " + finding.expected.value_or("-") + " | " +
                        finding.actual.value_or("-"));
    return lines;
}

void apply(const Database& database, const schema::Script& script) {
    auto connection = database.connect();
    connection.on_notice([](const pg::Notice&) {});
    connection.run("SET check_function_bodies = off");
    for (const auto& statement : script.statements)
        connection.run_script(statement.sql);
}

/// The settings between parentheses in order of the alphabet: the server keeps them as they came.
std::string in_order(const std::string& line, std::size_t open) {
    std::vector<std::string> items;
    std::istringstream list(line.substr(open, line.size() - open - 2));
    for (std::string item; std::getline(list, item, ',');)
        items.push_back(item.substr(item.find_first_not_of(' ')));
    std::ranges::sort(items);
    auto text = line.substr(0, open);
    for (const auto& item : items)
        text += item + ", ";
    return text + ");";
}

/// The dump in pieces, one an object; lines of a CREATE TABLE in order of the alphabet.
std::vector<std::string> pieces(const fs::path& pg_dump, const Database& database) {
    const auto outcome = embedded::run({.program = pg_dump,
                                        .arguments = {"--schema-only", "--restrict-key=none", database.url()},
                                        .account = embedded::server_account("/tmp")});
    std::vector<std::string> all(1);
    std::istringstream text(outcome.output);
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("-- Name: "))
            all.emplace_back();
        if (line.ends_with(','))
            line.pop_back();
        for (const std::string list : {"SET (", "WITH ("})
            if (const auto open = line.find(list); open != std::string::npos && line.ends_with(");"))
                line = in_order(line, open + list.size());
        if (line.starts_with("\\") || line.empty() || line == "--")
            continue;
        all.back() += line + '\n';
    }
    for (auto& piece : all) {
        if (piece.find("\nCREATE TABLE ") == std::string::npos &&
            piece.find("\nCREATE FOREIGN TABLE ") == std::string::npos &&
            piece.find("\nCREATE UNLOGGED TABLE ") == std::string::npos)
            continue;
        std::vector<std::string> lines;
        std::istringstream stream(piece);
        for (std::string line; std::getline(stream, line);)
            lines.push_back(line);
        std::ranges::sort(lines);
        piece.clear();
        for (const auto& line : lines)
            piece += line + '\n';
    }
    std::ranges::sort(all);
    return all;
}

/// A database that holds a subscription cannot be dropped.
void drop_subscriptions(const Database& database) {
    auto connection = database.connect();
    const auto names = connection.run("SELECT subname FROM pg_subscription WHERE subdbid = "
                                      "(SELECT oid FROM pg_database WHERE datname = current_database())");
    for (std::size_t row = 0; row < names.rows(); ++row) {
        const auto name = pg::quote_identifier(names.text(row, 0));
        for (const auto* what : {" DISABLE", " SET (slot_name = NONE)"})
            connection.run("ALTER SUBSCRIPTION " + name + what);
        connection.run("DROP SUBSCRIPTION " + name);
    }
}

/// Empty also where no pg_dump on this machine reads a server of that version.
std::string dumps_differ(const Database& a, const Database& b, int major) {
    const auto pg_dump = find_pg_dump(major);
    if (!pg_dump)
        return {};
    const auto left = pieces(*pg_dump, a);
    const auto right = pieces(*pg_dump, b);
    std::string text;
    for (const auto& piece : left)
        if (std::ranges::find(right, piece) == right.end())
            text += "only repaired: " + piece;
    for (const auto& piece : right)
        if (std::ranges::find(left, piece) == left.end())
            text += "only wanted: " + piece;
    return text;
}

} // namespace

std::vector<Pair> pairs_in(const fs::path& folder) {
    std::vector<Pair> pairs;
    if (!fs::is_directory(folder))
        return pairs;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().filename() == "a.sql")
            pairs.push_back({.name = fs::relative(entry.path().parent_path(), folder).string(),
                             .folder = entry.path().parent_path()});
    std::ranges::sort(pairs, {}, &Pair::name);
    return pairs;
}

PairOutcome try_pair(const Pair& pair) {
    PairOutcome outcome;
    const Database a, b;
    try {
        auto connection = a.connect();
        make_roles(connection, pair.folder / "roles.txt");
        const auto from = loaded(a, text_of(pair.folder / (pair.reversed ? "b.sql" : "a.sql")));
        const auto to = loaded(b, text_of(pair.folder / (pair.reversed ? "a.sql" : "b.sql")));
        outcome.differences_before = finding_lines(schema::diff(to, from));
        outcome.script = schema::statements(from, to);
        apply(a, outcome.script);
        auto again = a.connect();
        outcome.differences_after = finding_lines(schema::diff(to, catalog::read(again)));
        outcome.dumps = dumps_differ(a, b, again.server_version() / 10000);
    } catch (const pg::SqlError& error) {
        outcome.failure = std::string(error.what()) + "\n" + error.hint();
    } catch (const Error& error) {
        outcome.failure = error.what();
    }
    for (const auto* database : {&a, &b})
        drop_subscriptions(*database);
    return outcome;
}

std::string describe(const Pair& pair, const PairOutcome& outcome) {
    std::string text = pair.name + "\n";
    if (!outcome.failure.empty())
        text += "  failed: " + outcome.failure + "\n";
    for (const auto& line : outcome.differences_after)
        text += "  still: " + line + "\n";
    text += outcome.dumps;
    for (const auto& statement : outcome.script.statements)
        text += "    " + statement.sql + ";\n";
    for (const auto& sentence : outcome.script.impossible)
        text += "  cannot: " + sentence + "\n";
    for (const auto& sentence : outcome.script.remarks)
        text += "  remark: " + sentence + "\n";
    return text;
}

} // namespace pgmend::test
