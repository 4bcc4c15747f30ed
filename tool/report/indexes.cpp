#include "report/indexes.hpp"

#include "report/progress.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;

std::string state_text(const IndexView& index, const Style& style) {
    if (index.action == "nothing")
        return style.dim("exists and is identical");
    if (index.action == "conflict")
        return style.red("exists but is different");
    if (index.done)
        return style.green(index.action == "rebuild"   ? "rebuilt"
                           : index.action == "replace" ? "replaced"
                                                       : "built") +
               fmt::format(" in {}", duration(index.ms));
    return index.action == "rebuild"   ? "is INVALID: to be rebuilt"
           : index.action == "replace" ? "is different: to be replaced"
                                       : "to be built";
}

std::string space(const IndexView& index) {
    if (index.done || !index.bytes_needed || index.action == "conflict")
        return {};
    return fmt::format("    needs about {}{}\n", bytes_text(*index.bytes_needed),
                       index.bytes_free ? fmt::format(", {} are free", bytes_text(*index.bytes_free)) : "");
}

std::string dump(const Json& body) {
    return body.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace

std::string index_text(const IndexView& index, const Style& style) {
    auto text = fmt::format("{} {}\n", style.bold(index.name), state_text(index, style));
    if (index.action == "nothing")
        return text;
    for (const auto& difference : index.differences)
        text += fmt::format("    {}\n      existing {}\n      wanted   {}\n", difference[0], difference[1],
                            difference[2]);
    if (!index.done && index.action != "conflict")
        text += fmt::format("    {}\n", wrapped(index.sql, 76, "      "));
    text += space(index);
    if (!index.advice.empty())
        text += fmt::format("    {}\n", wrapped(index.advice, 76, "    "));
    return text;
}

std::string indexes_json(const std::vector<IndexView>& indexes) {
    Json list = Json::array();
    for (const auto& index : indexes) {
        Json differences = Json::array();
        for (const auto& one : index.differences)
            differences.push_back({{"attribute", one[0]}, {"existing", one[1]}, {"wanted", one[2]}});
        list.push_back({{"index", index.name},
                        {"table", index.table},
                        {"action", index.action},
                        {"done", index.done},
                        {"sql", index.sql},
                        {"differences", differences},
                        {"bytes_needed", index.bytes_needed ? Json(*index.bytes_needed) : Json(nullptr)},
                        {"bytes_free", index.bytes_free ? Json(*index.bytes_free) : Json(nullptr)},
                        {"ms", index.ms}});
    }
    return dump({{"indexes", list}});
}

std::string advice_text(const std::vector<AdviceView>& advice, const std::vector<std::string>& notes,
                        const Style& style) {
    std::string text;
    for (const auto& one : advice) {
        text += fmt::format("{} {} on {}{}\n", style.yellow(fit(one.kind, 9)), style.bold(one.index),
                            one.table, one.bytes > 0 ? fmt::format(" ({})", bytes_text(one.bytes)) : "");
        text += fmt::format("          {}\n", wrapped(one.evidence, 70, "          "));
        text += fmt::format("          {}\n", style.cyan(wrapped(one.sql + ";", 70, "            ")));
    }
    for (const auto& note : notes)
        text += fmt::format("{} {}\n", style.dim("note:"), wrapped(note, 74, "      "));
    if (advice.empty())
        text += "no recommendations\n";
    return text;
}

std::string advice_json(const std::vector<AdviceView>& advice, const std::vector<std::string>& notes) {
    Json list = Json::array();
    for (const auto& one : advice)
        list.push_back({{"kind", one.kind},
                        {"index", one.index},
                        {"table", one.table},
                        {"bytes", one.bytes},
                        {"evidence", one.evidence},
                        {"sql", one.sql}});
    return dump({{"advice", list}, {"notes", notes}});
}

std::string repairs_text(const std::vector<RepairView>& repairs, const Style& style) {
    if (repairs.empty())
        return "nothing to repair\n";
    std::string text;
    for (const auto& one : repairs) {
        const auto what = one.action == "drop" ? "dropped" : "rebuilt";
        if (!one.error.empty())
            text += fmt::format("{} {}\n    {}\n", style.bold(one.index), style.red("could not be rebuilt"),
                                wrapped(one.error, 76, "    "));
        else if (one.done)
            text += fmt::format("{} {}\n", style.bold(one.index), style.green(what));
        else
            text += fmt::format("{} to be {}\n    {}\n", style.bold(one.index), what, one.sql);
    }
    return text;
}

std::string repairs_json(const std::vector<RepairView>& repairs) {
    Json list = Json::array();
    for (const auto& one : repairs)
        list.push_back({{"index", one.index},
                        {"table", one.table},
                        {"action", one.action},
                        {"sql", one.sql},
                        {"done", one.done && one.error.empty()},
                        {"error", one.error.empty() ? Json(nullptr) : Json(one.error)}});
    return dump({{"repairs", list}});
}

} // namespace pgmend::report
