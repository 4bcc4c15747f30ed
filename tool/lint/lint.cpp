#include "lint/lint.hpp"

#include "base/nearest.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace pgmend::lint {
namespace {

/// A table below this size is done with before anybody notices.
constexpr long long small_bytes = 1LL << 20;

/// What `-- pgmend:allow` may name without being a rule: it is for the migrator.
constexpr auto others_allowed = std::to_array<std::string_view>({"if-not-exists"});

void check_allowed(const statement::Statement& statement, const std::string& file) {
    for (const auto& id : statement.directives.allow) {
        if (find_rule(id) != nullptr || std::ranges::find(others_allowed, id) != others_allowed.end())
            continue;
        std::vector<std::string> known(others_allowed.begin(), others_allowed.end());
        for (const auto& rule : rules())
            known.emplace_back(rule.id);
        throw UsageError(fmt::format("unknown lint rule '{}'{}", id, did_you_mean(id, known)))
            .at({.file = file, .line = statement.directives.line})
            .with_hint("'pgmend lint --rules' lists the rules");
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
        {"drop-column", "drop-table", "rename-column", "rename-table", "drop-schema", "create-database",
         "drop-database", "truncate", "identifier-too-long", "add-column-required", "drop-not-null",
         "enum-value-in-use", "version-table"});
    return std::ranges::find(others, rule) == others.end();
}

} // namespace

SectionLinter::SectionLinter(Section section, std::string file, Options options)
    : section_(std::move(section)), file_(std::move(file)), options_(std::move(options)), past_(section_) {}

std::vector<Finding> SectionLinter::next(const statement::Statement& statement) {
    check_allowed(statement, file_);
    past_.enter();
    std::vector<Finding> findings;
    for (const auto& part : statement::split_alter_table(statement)) {
        const auto outcome = statement::parse(part);
        check({.section = section_,
               .statement = statement,
               .sql = part.sql,
               .node = statement::only_statement(outcome.tree),
               .rewrites = options_.rewrites ? options_.rewrites(part) : std::nullopt,
               .past = past_},
              findings);
    }
    past_.note(statement);
    return findings;
}

void SectionLinter::check(const StatementContext& context, std::vector<Finding>& findings) const {
    const auto& statement = context.statement;
    const bool small = is_small(section_, statement);
    Violations violations;
    for (const auto& rule : rules()) {
        if (is_allowed(statement, rule.id, options_))
            continue;
        violations.clear();
        rule.check(context, violations);
        for (auto& violation : violations) {
            const bool mild = small && is_about_time(rule.id);
            Finding finding{.rule = std::string(rule.id),
                            .severity = mild ? Severity::info : rule.severity,
                            .message = std::move(violation.message),
                            .instead = std::move(violation.instead),
                            .location = {.file = file_, .line = statement.line, .column = statement.column},
                            .sql = statement.sql};
            if (std::ranges::find(findings, finding) == findings.end())
                findings.push_back(std::move(finding));
        }
    }
}

std::vector<Finding> lint(const Section& section, std::span<const statement::Statement> statements,
                          const std::string& file, const Options& options) {
    SectionLinter linter(section, file, options);
    std::vector<Finding> findings;
    for (const auto& statement : statements)
        std::ranges::move(linter.next(statement), std::back_inserter(findings));
    return findings;
}

} // namespace pgmend::lint
