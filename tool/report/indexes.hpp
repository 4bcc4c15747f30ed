#pragma once

#include "report/style.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::report {

/// The result, or the planned action, for one index.
struct IndexView {
    std::string name; ///< qualified
    std::string table;
    std::string action; ///< nothing, build, rebuild, replace, conflict
    std::string sql;
    std::string existing;
    std::vector<std::vector<std::string>> differences; ///< attribute, existing, wanted
    std::string advice;
    std::optional<long long> bytes_needed;
    std::optional<long long> bytes_free;
    bool done = false; ///< false = a plan
    double ms = 0;
};

std::string index_text(const IndexView& index, const Style& style);
/// {"indexes": […]}
std::string indexes_json(const std::vector<IndexView>& indexes);

struct AdviceView {
    std::string kind;
    std::string index;
    std::string table;
    long long bytes = 0;
    std::string evidence;
    std::string sql;
};

std::string advice_text(const std::vector<AdviceView>& advice, const std::vector<std::string>& notes,
                        const Style& style);
std::string advice_json(const std::vector<AdviceView>& advice, const std::vector<std::string>& notes);

struct RepairView {
    std::string index;
    std::string table;
    std::string action;
    std::string sql;
    std::string error;
    bool done = false;
};

std::string repairs_text(const std::vector<RepairView>& repairs, const Style& style);
std::string repairs_json(const std::vector<RepairView>& repairs);

} // namespace pgmend::report
