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
    std::string from;
    bool allow_drop = false;
    DriftOptions drift;
};

/// On the command line a dependency may be shortened; in the file it stands in full, a label as a label.
std::string full_dependency(const revision::Graph& graph, const std::string& name) {
    if (graph.lookup(name))
        return name;
    const auto node = revision::resolve_one(graph, name);
    if (!node)
        throw UsageError(fmt::format("'{}' is not a valid dependency", name));
    return graph.id(*node);
}

void refuse_non_heads(const revision::Graph& graph, const std::vector<revision::Node>& parents, bool splice) {
    for (const auto parent : parents)
        if (!splice && !graph.is_head(parent))
            throw UsageError(fmt::format("revision {} is not a head: the new revision would start a branch",
                                         graph.id(parent)))
                .with_hint("use --splice to start a branch");
}

/// Before anything is written, since what another file may not hold this one may not, either.
void check_names(const revision::Graph& graph, const revision::Revision& revision) {
    constexpr auto hint = "use letters, digits and '_'; the maximum length of a revision id is 32 bytes";
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
        throw UsageError(fmt::format("the name '{}' is already in use", names[i]))
            .at({.file = owner.path, .line = owner.line})
            .with_hint("branch labels and revision ids share one namespace; choose another name");
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
    for (const auto& sentence : sections.incomplete)
        warn(context, sentence);
    if (options.autogenerate && sections.incomplete.empty())
        notify(context,
               fmt::format("the database already has these changes: run 'pgmend stamp {}'", revision.id));
    return ExitCode::done;
}

ExitCode run_revision(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    std::vector<revision::Node> parents;
    if (!(graph.empty() && options.head == "head"))
        parents = revision::resolve(graph, options.head);
    if (!options.autogenerate && options.from.empty())
        return write(graph, options, parents, context);
    if (options.autogenerate && !options.from.empty())
        throw UsageError("--autogenerate and --from cannot be used together");
    const auto sections =
        options.from.empty()
            ? autogenerate(graph, options.drift, options.allow_drop, context)
            : autogenerate_from(options.from, graph, options.drift, options.allow_drop, context);
    if (!sections.differs) {
        notify(context, options.from.empty()
                            ? "the database matches the migrations: no revision was written"
                            : options.from + " matches the migrations: no revision was written");
        return ExitCode::done;
    }
    write(graph, options, parents, context, sections);
    return sections.incomplete.empty() ? ExitCode::done : ExitCode::findings;
}

ExitCode run_merge(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    std::vector<revision::Node> parents;
    for (const auto& name : options.heads.empty() ? std::vector<std::string>{"heads"} : options.heads)
        for (const auto node : revision::resolve(graph, name)) {
            if (std::ranges::find(parents, node) != parents.end())
                throw UsageError(fmt::format("revision {} is specified more than once", graph.id(node)));
            parents.push_back(node);
        }
    if (parents.size() < 2)
        throw UsageError("nothing to merge: there is only one head")
            .with_hint("'pgmend heads' shows the heads");
    return write(graph, options, parents, context);
}

void add_common(CLI::App& command, Options& options) {
    command.add_option("-m,--message", options.message, "description of the revision, one line")->required();
    command.add_option("--branch-label", options.branch_labels, "label of the branch that starts here");
    command.add_option("--depends-on", options.depends_on, "revision or label that must be applied first")
        ->type_name("REV")
        ->take_all();
    command.add_option("--rev-id", options.id, "revision id (default: 12 random hexadecimal digits)");
    command.add_flag("--splice", options.splice, "allow a parent that is not a head");
}

} // namespace

void add_revision(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "revision", "Create a revision file, empty or from drift",
                                run_revision, options);
    add_common(command, *options);
    command.add_option("--head", options->head, "parent of the revision: head, an id, label@head, base")
        ->type_name("REV")
        ->capture_default_str();
    command.add_flag("--autogenerate", options->autogenerate,
                     "write the drift of the database into the revision");
    command
        .add_option(
            "--from", options->from,
            "write the changes from the migrations to this schema: a folder of SQL files, an SQL file, a "
            "snapshot or a URL")
        ->type_name("SOURCE");
    command.add_flag(
        "--allow-drop", options->allow_drop,
        "with --autogenerate and --from: include statements that lose data (default: as comments)");
    add_read_options(command, options->drift);
    command.footer(
        "\n"
        "Examples:\n"
        "  pgmend revision -m 'add customer'\n"
        "  pgmend revision -m 'start reports' --head base --branch-label reports\n"
        "  pgmend revision -m 'adopt the manually created index' --autogenerate\n"
        "  pgmend revision -m 'add customer' --from schema/\n\n"
        "--autogenerate compares the database, which must be at the heads of the migrations, with the schema "
        "that the migrations create on a throwaway server; [[ignore]] rules apply. Exit code 1: the file is "
        "not complete.\n");
}

void add_merge(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "merge", "Create a revision file that joins heads", run_merge, options);
    add_common(command, *options);
    command.add_option("revisions", options->heads, "the heads to join (default: all)")->type_name("REV");
}

} // namespace pgmend::commands
