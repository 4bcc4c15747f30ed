#include "commands/adopt.hpp"

#include "importers/adopt.hpp"
#include "importers/applied.hpp"
#include "revision/resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::commands {

Adoption::Adoption(const importers::Tool& tool, const std::string& table,
                   std::vector<revision::Revision> revisions, const importers::Project& project,
                   const Context& context)
    : tool_(tool), table_(table.empty() ? std::string(tool.table) : table), graph_(std::move(revisions)),
      context_(context), session_(resolve_database(context.globals), settings_of(context.globals, "import")),
      history_(importers::read_history(session_.connection(), tool, table_)) {
    for (const auto& warning : history_.warnings)
        warn(context_, warning);
    importers::check_checksums(tool, history_, project);
    rows_ = importers::adopted(tool, history_, graph_);
}

bool Adoption::is_there() const {
    if (session_.rows().empty())
        return rows_.empty();
    const auto now = graph_.ancestors(revision::resolve_rows(graph_, session_.rows()));
    return std::ranges::all_of(rows_, [&](const auto& id) { return now[*graph_.lookup(id)]; });
}

nlohmann::ordered_json Adoption::stamp() {
    auto heads = session_.rows();
    const auto style = context_.globals.out();
    std::string text;
    if (rows_.empty()) {
        text = fmt::format("Nothing to adopt: {} has applied no migration to this database.\n", tool_.title);
    } else if (is_there()) {
        text = fmt::format("Nothing to adopt: the version table is already at {}.\n", fmt::join(heads, ", "));
    } else {
        heads = migrate::stamp(session_, graph_, rows_, false, make_listener(context_)).heads;
        text = fmt::format("Adopted the migrations that {} has applied: the version table is now at {}.\n",
                           tool_.title, style.bold(fmt::format("{}", fmt::join(heads, ", "))));
    }
    if (!context_.globals.json())
        print(text);
    return {{"table", table_}, {"migrations", history_.applied.size()}, {"heads", heads}};
}

} // namespace pgmend::commands
