#include "lint/lint.hpp"

#include "base/nearest.hpp"
#include "statement/retarget.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::lint {
namespace {

/// A table below this size is done with before anybody notices.
constexpr long long small_bytes = 1LL << 20;

std::vector<std::string> created_before(const Section& section, std::size_t index) {
    std::vector<std::string> created;
    for (std::size_t i = 0; i < index; ++i) {
        for (const auto& effect : section.statements[i].effects) {
            const auto& object = effect.object;
            const bool relation = object.kind == statement::ObjectKind::table ||
                                  object.kind == statement::ObjectKind::materialized_view;
            if (effect.verb != statement::Verb::create || !relation || effect.if_not_exists)
                continue;
            created.push_back(object.schema.empty() ? object.name : object.schema + "." + object.name);
        }
    }
    return created;
}

void check_allowed(const statement::Statement& statement, const std::string& file) {
    for (const auto& id : statement.directives.allow) {
        if (find_rule(id) != nullptr)
            continue;
        std::vector<std::string> known;
        for (const auto& rule : rules())
            known.emplace_back(rule.id);
        throw UsageError(fmt::format("there is no lint rule '{}'{}", id, did_you_mean(id, known)))
            .at({.file = file, .line = statement.directives.line})
            .with_hint("'pgmend lint --rules' lists them");
    }
}

bool is_allowed(const statement::Statement& statement, std::string_view rule, const Options& options) {
    const auto& allowed = statement.directives.allow;
    return std::ranges::find(allowed, rule) != allowed.end() || options.silent.contains(rule);
}

/// The tables that hold what the statement works on, as far as they are known, are all small.
bool is_small(const Section& section, const statement::Statement& statement) {
    if (section.facts == nullptr || statement.relations.empty())
        return false;
    return std::ranges::all_of(statement.relations, [&](const statement::ObjectName& name) {
        const auto* facts = section.facts->find(name.schema, name.name);
        return facts != nullptr && facts->bytes < small_bytes;
    });
}

bool is_about_time(std::string_view rule) {
    constexpr auto others = std::to_array<std::string_view>(
        {"drop-column", "drop-table", "rename-column", "rename-table", "drop-schema", "drop-database",
         "truncate", "identifier-too-long", "add-column-required", "drop-not-null", "enum-value-in-use"});
    return std::ranges::find(others, rule) == others.end();
}

} // namespace

std::vector<Finding> lint_statement(const Section& section, std::size_t index, const std::string& file,
                                    const Options& options) {
    const auto& statement = section.statements[index];
    check_allowed(statement, file);
    const auto created = created_before(section, index);
    const bool small = is_small(section, statement);
    std::vector<Finding> findings;
    for (const auto& part : statement::split_alter_table(statement)) {
        const auto outcome = statement::parse(part.sql);
        Subject subject{.section = section,
                        .statement = statement,
                        .index = index,
                        .sql = part.sql,
                        .node = statement::only_statement(outcome.tree),
                        .rewrites = options.rewrites ? options.rewrites(part) : std::nullopt,
                        .created = created};
        for (const auto& rule : rules()) {
            if (is_allowed(statement, rule.id, options))
                continue;
            Hits hits;
            rule.check(subject, hits);
            for (auto& hit : hits) {
                const bool mild = small && is_about_time(rule.id);
                Finding finding{
                    .rule = std::string(rule.id),
                    .severity = mild ? Severity::info : rule.severity,
                    .message = std::move(hit.message),
                    .instead = std::move(hit.instead),
                    .location = {.file = file, .line = statement.line, .column = statement.column},
                    .sql = statement.sql};
                if (std::ranges::find(findings, finding) == findings.end())
                    findings.push_back(std::move(finding));
            }
        }
    }
    return findings;
}

std::vector<Finding> lint(const Section& section, const std::string& file, const Options& options) {
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < section.statements.size(); ++i)
        for (auto& finding : lint_statement(section, i, file, options))
            findings.push_back(std::move(finding));
    return findings;
}

} // namespace pgmend::lint
