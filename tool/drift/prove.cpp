#include "drift/repair.hpp"

#include "drift/proof_copy.hpp"
#include "drift/stub_bodies.hpp"

#include <set>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using schema::Model;

/// "column public.t.c type": what a finding is about, in short.
std::string about(const schema::Finding& finding) {
    return fmt::format("{} {} {}{}", schema::to_string(finding.object.kind), display(finding.object),
                       schema::to_string(finding.change),
                       finding.attribute.empty() ? "" : fmt::format(" in {}", finding.attribute));
}

std::string first_line(const std::string& sql) {
    return sql.substr(0, sql.find('\n'));
}

/// Differences of the copy from the live schema: of these nothing can be proven.
std::set<std::string> make_copy(ProofCopy& copy, const Model& live, Proof& proof) {
    for (const auto& statement : schema::statements(copy.read(), live, {.online = false}).statements) {
        const auto outcome = copy.run(statement);
        if (outcome.not_tried)
            proof.not_seen.push_back("not tried: " + first_line(statement.sql));
        else if (!outcome.error.empty())
            proof.not_seen.push_back(fmt::format("the copy could not be completed: {}: {}",
                                                 first_line(statement.sql), outcome.error));
    }
    std::set<std::string> gaps;
    for (const auto& finding : copy.compared(comparable_on_copy(live))) {
        gaps.insert(about(finding));
        proof.not_seen.push_back("the copy differs: " + about(finding));
    }
    return gaps;
}

/// False when the rest cannot be tried.
bool try_statements(ProofCopy& copy, const std::vector<schema::DdlStatement>& statements, Proof& proof) {
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const auto& statement = statements[i];
        const auto outcome = copy.run(statement);
        if (outcome.not_tried) {
            proof.not_seen.push_back("not tried: " + first_line(statement.sql));
            continue;
        }
        if (outcome.error.empty())
            continue;
        const auto text = fmt::format("statement {} of {}: {}: {}", i + 1, statements.size(),
                                      first_line(statement.sql), outcome.error);
        if (outcome.not_allowed)
            proof.not_seen.push_back("only a superuser may try " + text);
        else
            proof.failure = text;
        return false;
    }
    return true;
}

} // namespace

Proof prove(const Model& live, const Model& target, const schema::StatementOptions& statement_options,
            const catalog::ReadOptions& options, const Renamed& renamed) {
    Proof proof;
    ProofCopy copy(options, statement_options.role);
    const auto from = with_stub_bodies(live);
    const auto to = with_stub_bodies(target);
    copy.make_roles(from, to);
    const auto gaps = make_copy(copy, from, proof);
    const auto after_renames = renamed.statements.empty() ? from : with_stub_bodies(renamed.model);
    auto statements = renamed.statements;
    for (auto& statement : schema::statements(after_renames, to, statement_options).statements)
        statements.push_back(std::move(statement));
    if (!try_statements(copy, statements, proof))
        return proof;
    for (const auto& finding : copy.compared(comparable_on_copy(to)))
        if (!gaps.contains(about(finding)))
            proof.left.push_back(about(finding));
    return proof;
}

} // namespace pgmend::drift
