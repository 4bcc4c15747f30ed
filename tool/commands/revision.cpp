#include "commands/autogenerate.hpp"
#include "commands/command.hpp"
#include "commands/new_revision.hpp"
#include "revision/identifier.hpp"
#include "revision/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    std::string message;
    std::string head = "head";
    std::vector<std::string> heads; ///< merge
    std::vector<std::string> branch_labels;
    std::vector<std::string> depends_on;
    std::string id;
    bool splice = false;
    bool autogenerate = false;
    bool allow_drop = false;
    DriftOptions drift;
};

/// On the command line a dependency may be shortened; in the file it stands in full, a label as a label.
std::string full_dependency(const revision::Graph& graph, const std::string& name) {
    if (graph.lookup(name))
        return name;
    const auto node = revision::resolve_one(graph, name);
    if (!node)
        throw UsageError(fmt::format("'{}' is no revision to depend on", name));
    return graph.id(*node);
}

void refuse_non_heads(const revision::Graph& graph, const std::vector<revision::Node>& parents, bool splice) {
    for (const auto parent : parents)
        if (!splice && !graph.is_head(parent))
            throw UsageError(
                fmt::format("revision {} is no head: the new one would open a branch", graph.id(parent)))
                .with_hint("add --splice if that is meant");
}

/// Before anything is written, since what another file may not hold this one may not, either.
void check_names(const revision::Graph& graph, const revision::Revision& revision) {
    constexpr auto hint = "use letters, digits and '_'; a revision id has at most 32 bytes";
    if (const auto fault = revision::id_fault(revision.id); !fault.empty())
        throw UsageError(fmt::format("the revision id '{}' {}", revision.id, fault)).with_hint(hint);
    for (const auto& label : revision.branch_labels)
        if (const auto fault = revision::label_fault(label); !fault.empty())
            throw UsageError(fmt::format("the branch label '{}' {}", label, fault)).with_hint(hint);
    auto names = revision.branch_labels;
    names.push_back(revision.id);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto taken = graph.lookup(names[i]);
        if (!taken && std::ranges::count(names, names[i]) == 1)
            continue;
        const auto& owner = taken ? graph.at(*taken) : revision;
        throw UsageError(fmt::format("the name '{}' is taken", names[i]))
            .at({.file = owner.path, .line = owner.line})
            .with_hint("labels and revision ids share one namespace; choose another");
    }
}

ExitCode write(const revision::Graph& graph, const Options& options,
               const std::vector<revision::Node>& parents, const Context& context,
               const Sections& sections = {}) {
    refuse_non_heads(graph, parents, options.splice);
    revision::Revision revision{
        .id = options.id.empty() ? revision::new_id() : options.id,
        .message = options.message,
        .created = now_utc(),
        .down_revisions = graph.ids(parents),
        .branch_labels = options.branch_labels,
        .up = revision::Section{.sql = sections.up, .transaction = sections.up_in_transaction},
        .down = revision::Section{.sql = sections.down, .transaction = sections.down_in_transaction}};
    check_names(graph, revision);
    for (const auto& name : options.depends_on)
        revision.depends_on.push_back(full_dependency(graph, name));
    auto all = graph.revisions();
    all.push_back(revision);
    const revision::Graph checked(std::move(all)); // a cycle by way of a dependency
    const auto path = write_revision(revision, context.globals.migrations);
    if (context.globals.json())
        print(nlohmann::ordered_json{{"revision", revision.id}, {"path", path.string()}}.dump(2) + "\n");
    else
        print(fmt::format("{}\n", path.string()));
    if (options.autogenerate)
        say(context, fmt::format("the database has this already: pgmend stamp {}", revision.id));
    return ExitCode::done;
}

ExitCode run_revision(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    std::vector<revision::Node> parents;
    if (!(graph.empty() && options.head == "head"))
        parents = revision::resolve(graph, options.head);
    if (!options.autogenerate)
        return write(graph, options, parents, context);
    const auto sections = autogenerate(graph, options.drift, options.allow_drop, context);
    if (!sections.differs) {
        say(context, "the database is what the migrations make: no revision was written");
        return ExitCode::done;
    }
    write(graph, options, parents, context, sections);
    return sections.complete ? ExitCode::done : ExitCode::findings;
}

ExitCode run_merge(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    std::vector<revision::Node> parents;
    for (const auto& name : options.heads.empty() ? std::vector<std::string>{"heads"} : options.heads)
        for (const auto node : revision::resolve(graph, name)) {
            if (std::ranges::find(parents, node) != parents.end())
                throw UsageError(fmt::format("revision {} is given twice", graph.id(node)));
            parents.push_back(node);
        }
    if (parents.size() < 2)
        throw UsageError("there is nothing to merge: only one head").with_hint("pgmend heads");
    return write(graph, options, parents, context);
}

void add_common(CLI::App& command, Options& options) {
    command.add_option("-m,--message", options.message, "what the revision does, one line")->required();
    command.add_option("--branch-label", options.branch_labels, "a name for the branch that begins here");
    command.add_option("--depends-on", options.depends_on, "a revision or label that must be applied before")
        ->type_name("REV")
        ->take_all();
    command.add_option("--rev-id", options.id, "the id (default: 12 hexadecimal digits at random)");
    command.add_flag("--splice", options.splice, "allow a parent that is no head");
}

} // namespace

void add_revision(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command = declare(app, chosen, "revision", "Write a new revision file, empty or from the drift",
                            run_revision, options);
    add_common(command, *options);
    command.add_option("--head", options->head, "the parent: head, an id, label@head, base")
        ->type_name("REV")
        ->capture_default_str();
    command.add_flag("--autogenerate", options->autogenerate,
                     "fill it with what the database has beyond the migrations");
    command.add_flag("--allow-drop", options->allow_drop,
                     "with --autogenerate: also what loses data (else as comments)");
    add_read_options(command, options->drift);
    command.footer(
        "\nExamples:\n  pgmend revision -m 'add customer'\n"
        "  pgmend revision -m 'begin reports' --head base --branch-label reports\n"
        "  pgmend revision -m 'adopt the index made by hand' --autogenerate\n"
        "\n--autogenerate compares the database, which must be at the migrations' heads, with what the\n"
        "migrations make on a throwaway server; [[ignore]] rules hold. Exit code 1: the file is not "
        "whole.\n");
}

void add_merge(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command =
        declare(app, chosen, "merge", "Write a revision file that joins heads", run_merge, options);
    add_common(command, *options);
    command.add_option("revisions", options->heads, "the heads to join (default: all)")->type_name("REV");
}

} // namespace pgmend::commands
