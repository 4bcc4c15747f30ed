#include "migrate/offline.hpp"

#include "migrate/make_safe.hpp"
#include "migrate/plan.hpp"
#include "migrate/version_table.hpp"
#include "revision/resolve.hpp"
#include "revision/target.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using Rows = std::vector<std::string>;

struct Range {
    Rows from;
    std::string to;
    bool has_from = false;
};

Range parse_range(const revision::Graph& graph, std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return {.to = std::string(text)};
    Range range{.to = std::string(text.substr(colon + 1)), .has_from = colon > 0};
    if (range.to.empty() || range.to.find(':') != std::string::npos)
        throw UsageError(fmt::format("'{}' is no range", text)).with_hint("write FROM:TO, such as base:head");
    if (range.has_from)
        range.from = graph.ids(revision::resolve(graph, text.substr(0, colon)));
    return range;
}

class Script {
  public:
    explicit Script(const Settings& settings) : table_(settings.version_schema, settings.version_table) {
        text_ = "-- Made by pgmend; for psql.\n\\set ON_ERROR_STOP on\n\n";
    }

    void create_table() { put(table_.create_sql()); }
    void begin() { put("BEGIN"); }
    void commit() { put("COMMIT"); }
    void comment(const std::string& line) { text_ += fmt::format("-- {}\n\n", line); }
    void put(const std::string& sql) { text_ += sql + ";\n\n"; }
    void change(const std::vector<revision::RowChange>& changes) {
        for (const auto& sql : table_.script(changes))
            put(sql);
    }
    std::string text() { return std::move(text_); }

  private:
    VersionTable table_;
    std::string text_;
};

std::string joined(const Rows& ids) {
    std::string text;
    for (const auto& id : ids)
        text += (text.empty() ? "" : ", ") + id;
    return text;
}

void write_step(Script& script, const PlannedStep& step, const char* verb, bool create) {
    const auto title = fmt::format("Running {} {} -> {}, {}", verb, joined(step.step.from),
                                   joined(step.step.to), step.step.revision->message);
    for (std::size_t i = 0; i < step.segments.size(); ++i) {
        const auto& segment = step.segments[i];
        if (segment.transactional)
            script.begin();
        if (i == 0 && create)
            script.create_table();
        if (i == 0)
            script.comment(title);
        for (auto k = segment.first; k < segment.last; ++k)
            script.put(step.statements[k].statement.sql);
        const bool last = i + 1 == step.segments.size();
        if (last)
            script.change(step.step.changes);
        if (segment.transactional)
            script.commit();
    }
}

std::string script_of(const revision::Graph& graph, const revision::Steps& steps, const Rows& from,
                      const char* verb, const Settings& settings) {
    auto plan = draft(steps, from);
    if (settings.rewrite_safe)
        make_safe(plan, graph);
    Script script(settings);
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        write_step(script, plan.steps[i], verb, i == 0 && from.empty());
    return script.text();
}

} // namespace

std::string upgrade_script(const revision::Graph& graph, std::string_view range, const Settings& settings) {
    const auto parsed = parse_range(graph, range);
    return script_of(graph, revision::upgrade_steps(graph, parsed.from, parsed.to), parsed.from, "upgrade",
                     settings);
}

std::string downgrade_script(const revision::Graph& graph, std::string_view range, const Settings& settings) {
    const auto parsed = parse_range(graph, range);
    if (!parsed.has_from)
        throw UsageError("a downgrade script needs the revision to start from")
            .with_hint("pgmend downgrade --sql FROM:TO, such as head:-1 or head:base");
    return script_of(graph, revision::downgrade_steps(graph, parsed.from, parsed.to), parsed.from,
                     "downgrade", settings);
}

std::string stamp_script(const revision::Graph& graph, std::span<const std::string> targets,
                         const Settings& settings) {
    Rows from, to;
    bool given = false;
    for (const auto& target : targets) {
        const auto parsed = parse_range(graph, target);
        if (given && parsed.has_from && parsed.from != from)
            throw UsageError("a stamp script can start from one revision only");
        if (parsed.has_from)
            from = parsed.from;
        given = given || parsed.has_from;
        to.push_back(parsed.to);
    }
    const auto steps = revision::stamp_steps(graph, from, to);
    Script script(settings);
    script.begin();
    if (from.empty())
        script.create_table();
    for (const auto& step : steps.steps) {
        script.comment(fmt::format("Running stamp {} -> {}", joined(step.from), joined(step.to)));
        script.change(step.changes);
    }
    script.commit();
    return script.text();
}

std::string ensure_version_script(const Settings& settings) {
    Script script(settings);
    script.begin();
    script.create_table();
    script.commit();
    return script.text();
}

} // namespace pgmend::migrate
