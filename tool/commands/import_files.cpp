#include "commands/import_files.hpp"

#include "commands/new_revision.hpp"
#include "importers/skeleton.hpp"
#include "revision/directory.hpp"
#include "revision/file.hpp"
#include "statement/split.hpp"
#include "statement/writes.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace pgmend::commands {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

bool same(const std::optional<revision::Section>& a, const std::optional<revision::Section>& b) {
    constexpr std::string_view blanks = " \t\n";
    const auto body = [&](const revision::Section& section) {
        std::string_view text = section.sql;
        text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
        return text.substr(0, text.find_last_not_of(blanks) + 1);
    };
    return a.has_value() == b.has_value() &&
           (!a || (a->transaction == b->transaction && body(*a) == body(*b)));
}

bool same_place(const revision::Revision& a, const revision::Revision& b) {
    return a.down_revisions == b.down_revisions && a.branch_labels == b.branch_labels &&
           a.depends_on == b.depends_on;
}

/// Whether both do the same in the same place; messages and dates may differ.
bool same(const revision::Revision& a, const revision::Revision& b) {
    return same_place(a, b) && same(a.up, b.up) && same(a.down, b.down);
}

/// A skeleton that nobody has filled in, and that the import knows more of now.
bool is_outdated(const revision::Revision& there, const revision::Revision& imported) {
    return there.up && importers::is_skeleton(*there.up) && imported.up &&
           !importers::is_skeleton(*imported.up);
}

} // namespace

ImportedFiles compare_with(const importers::Conversion& imported, const fs::path& folder) {
    ImportedFiles files;
    if (fs::exists(folder))
        files.all = revision::load(folder).revisions;
    for (const auto& revision : imported.revisions) {
        const auto there = std::ranges::find(files.all, revision.id, &revision::Revision::id);
        if (there == files.all.end()) {
            files.fresh.push_back(revision);
            continue;
        }
        if (is_outdated(*there, revision)) {
            files.outdated.emplace_back(there->path);
            files.replaced.push_back(there->id);
            files.all.erase(there);
            files.fresh.push_back(revision);
            continue;
        }
        const bool open = std::ranges::find(imported.open, revision.id) != imported.open.end();
        if (open ? !same_place(*there, revision) : !same(*there, revision))
            throw UsageError(
                fmt::format("revision {} already exists but is different from the imported one", there->id))
                .at({.file = there->path, .line = there->line})
                .with_detail(fmt::format("it was imported from {}", revision.path))
                .with_hint("remove the file to import it again, or import into another folder with --output "
                           "DIR");
        ++files.unchanged;
    }
    files.all.insert(files.all.end(), files.fresh.begin(), files.fresh.end());
    const revision::Graph checked(files.all);
    return files;
}

std::vector<fs::path> write_files(const ImportedFiles& files, const fs::path& folder) {
    for (const auto& path : files.outdated)
        fs::remove(path);
    return write_revisions(files.fresh, folder);
}

ordered_json import_json(const ImportedFiles& files, const std::vector<fs::path>& paths,
                         const std::vector<importers::Failure>& failures) {
    ordered_json document{{"imported", ordered_json::array()},
                          {"unchanged", files.unchanged},
                          {"failed", ordered_json::array()}};
    for (std::size_t i = 0; i < paths.size(); ++i)
        document["imported"].push_back({{"revision", files.fresh[i].id}, {"path", paths[i].string()}});
    for (const auto& failure : failures) {
        document["failed"].push_back({{"revision", failure.revision},
                                      {"file", failure.location.file},
                                      {"line", failure.location.line},
                                      {"reason", failure.reason}});
        if (!failure.remedy.empty())
            document["failed"].back()["remedy"] = failure.remedy;
    }
    return document;
}

void warn_of_version_table(const std::vector<revision::Revision>& revisions,
                           const std::vector<fs::path>& paths, const Context& context) {
    const auto& table = context.globals.version_table;
    const auto& schema = context.globals.version_schema;
    std::vector<std::string> told_when_imported;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        const auto path = paths[i].string();
        // As it is in the file, for the lines.
        const auto written = revision::parse(revision::render(revisions[i]), path, told_when_imported);
        for (const auto* section : {&written.up, &written.down}) {
            if (!*section)
                continue;
            for (const auto& statement :
                 statement::split((*section)->sql, {.file = path, .line = (*section)->line}))
                if (statement::writes_table(statement, schema.empty() ? "public" : schema, table))
                    warn(context,
                         fmt::format("{}:{}: this statement writes to the version table {}, which upgrade "
                                     "rejects; remove it, or store the versions in another table with "
                                     "--version-table",
                                     path, statement.line, table));
        }
    }
}

std::string import_summary(const ImportedFiles& files) {
    if (files.fresh.empty())
        return fmt::format("Nothing to import: {} up to date", report::count(files.unchanged, "revision"));
    const auto known = files.unchanged > 0 ? fmt::format(", {} unchanged", files.unchanged) : std::string();
    return report::count(files.fresh.size(), "revision") + " imported" + known;
}

std::string unfinished_text(std::size_t count) {
    return fmt::format("{} unfinished: a file without its SQL has the reason instead. Write the SQL, or "
                       "leave the files as they are if all databases are past these revisions; only running "
                       "them fails",
                       report::count(count, "revision"));
}

std::string failure_text(const importers::Failure& failure) {
    auto text =
        fmt::format("{}: revision {}: {}\n", to_string(failure.location), failure.revision, failure.reason);
    if (!failure.remedy.empty())
        text +=
            report::wrapped("hint: " + failure.remedy, report::text_columns - 2, "        ").insert(0, "  ") +
            "\n";
    return text;
}

} // namespace pgmend::commands
