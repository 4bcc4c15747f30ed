#include "lint/lint.hpp"

#include "base/file.hpp"
#include "base/nearest.hpp"
#include "commands/command.hpp"
#include "commands/one_head.hpp"
#include "report/lint.hpp"
#include "revision/directory.hpp"
#include "revision/file.hpp"
#include "statement/script.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::vector<std::string> files;
    std::vector<std::string> exclude;
    std::string fail_on = "error";
    int server = 15;
    bool down = false;
    bool rules = false;
    bool one_head = false;
};

/// Applies the rules to sections, file after file.
class Linter {
  public:
    Linter(const Options& options, const Globals& globals) : options_(options), globals_(globals) {
        std::vector<std::string> known;
        for (const auto& rule : lint::rules())
            known.emplace_back(rule.id);
        for (const auto& id : options.exclude) {
            if (lint::find_rule(id) == nullptr)
                throw UsageError(fmt::format("unknown lint rule '{}'{}", id, did_you_mean(id, known)))
                    .with_hint("'pgmend lint --rules' lists the rules");
            settings_.silent.insert(id);
        }
    }

    void revision(const revision::Revision& revision) {
        ++files_;
        if (revision.up)
            section(*revision.up, revision.path, false);
        if (revision.down && options_.down)
            section(*revision.down, revision.path, true);
    }

    /// A file with the marks of a revision is read as one, any other as one section.
    void file(const std::string& path) {
        auto text = read_file(path);
        if (text.starts_with("-- migrate:") || text.find("\n-- migrate:") != std::string::npos) {
            std::vector<std::string> warnings;
            revision(revision::parse(text, path, warnings));
            return;
        }
        ++files_;
        const auto script = statement::read_script(text, {.file = path, .line = 1});
        if (!script.remarks.empty())
            left_out_.push_back(fmt::format("{}: left out: {}", path, fmt::join(script.remarks, ", ")));
        statements(script.statements, {}, path, false);
    }

    const std::vector<lint::Finding>& findings() const { return findings_; }
    std::size_t files() const { return files_; }
    const std::vector<std::string>& left_out() const { return left_out_; }

  private:
    void section(const revision::Section& text, const std::string& path, bool reverting) {
        statements(statement::split(text.sql, {.file = path, .line = text.line}), text, path, reverting);
    }

    void statements(const std::vector<statement::Statement>& statements, const revision::Section& text,
                    const std::string& path, bool reverting) {
        const lint::Section section{.transaction = text.transaction,
                                    .reverting = reverting,
                                    .server_major = options_.server,
                                    .version_table = globals_.version_table,
                                    .version_schema = globals_.version_schema};
        for (auto& finding : lint::lint(section, statements, path, settings_))
            findings_.push_back(std::move(finding));
    }

    const Options& options_;
    const Globals& globals_;
    lint::Options settings_;
    std::vector<lint::Finding> findings_;
    std::vector<std::string> left_out_;
    std::size_t files_ = 0;
};

std::string shown(const Linter& linter, const Globals& globals) {
    switch (globals.format) {
    case report::Format::json:
        return report::lint_json(linter.findings(), linter.files());
    case report::Format::sarif:
        return report::lint_sarif(linter.findings());
    case report::Format::github:
        return report::lint_github(linter.findings());
    case report::Format::gitlab:
        return report::lint_gitlab(linter.findings());
    default:
        return report::lint_text(linter.findings(), linter.files(), globals.out());
    }
}

/// The findings that make the exit code 1.
lint::Severity threshold(const std::string& word) {
    for (const auto severity : {lint::Severity::info, lint::Severity::warning, lint::Severity::error})
        if (word == lint::to_string(severity))
            return severity;
    throw UsageError(fmt::format("invalid value '{}' for --fail-on", word))
        .with_hint("valid values: error, warning, info");
}

ExitCode run_lint(const Options& options, const Context& context) {
    if (options.rules) {
        print(context.globals.json() ? report::rules_json() : report::rules_text(context.globals.out()));
        return ExitCode::done;
    }
    const auto limit = threshold(options.fail_on);
    Linter linter(options, context.globals);
    for (const auto& path : options.files)
        linter.file(path);
    if (options.files.empty()) {
        const auto directory = revision::load(context.globals.migrations);
        for (const auto& revision : directory.revisions)
            linter.revision(revision);
    }
    for (const auto& text : linter.left_out())
        warn(context, text);
    print(shown(linter, context.globals));
    if (options.one_head)
        require_one_head(load_graph(context));
    const bool bad = std::ranges::any_of(
        linter.findings(), [&](const lint::Finding& finding) { return finding.severity >= limit; });
    return bad ? ExitCode::findings : ExitCode::done;
}

} // namespace

void add_lint(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "lint",
                                "Find statements that are dangerous on a busy database; needs no database",
                                run_lint, options);
    command.add_option("files", options->files, "revision files or plain SQL (default: all migrations)")
        ->type_name("FILE");
    command.add_flag("--rules", options->rules, "list the rules");
    command.add_option("--exclude", options->exclude, "rules to ignore")
        ->type_name("RULE")
        ->delimiter(',')
        ->allow_extra_args(false);
    command.add_option("--fail-on", options->fail_on, "lowest severity that makes the exit code 1")
        ->type_name("error|warning|info")
        ->capture_default_str();
    command.add_option("--pg-version", options->server, "major version that the suggestions are for")
        ->capture_default_str();
    command.add_flag("--down", options->down, "also check the down sections");
    add_one_head(command, options->one_head);
    command.footer(
        "\n"
        "Nothing is reported for a table that the same section creates, because it is not in use yet. If a "
        "finding depends on the contents of the database, it says 'unless …'; 'pgmend plan' looks in the "
        "database and decides. To turn off rules for a statement, write a comment before it:\n"
        "  -- pgmend:allow create-index, drop-column\n\n"
        "Exit codes: 0 no findings of the severity of --fail-on, 1 findings, 2 invalid files.\n"
        "--format: text, json, sarif, github (annotations) or gitlab (code quality).\n");
}

} // namespace pgmend::commands
