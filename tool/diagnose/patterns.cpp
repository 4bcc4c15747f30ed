#include "diagnose/patterns.hpp"

#include "base/error.hpp"
#include "diagnose/causes.hpp"

#include <algorithm>
#include <fstream>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::diagnose {
namespace {

using Json = nlohmann::json;
using Key = std::tuple<std::string, std::string, std::string>;

std::string text(const Json& entry, const char* key) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string object_of(const Json& entry) {
    const auto schema = text(entry, "schema"), table = text(entry, "table");
    const auto relation = schema.empty() || table.empty() ? table : schema + "." + table;
    for (const char* part : {"constraint", "column"})
        if (const auto name = text(entry, part); !name.empty())
            return relation.empty() ? name : fmt::format("{} ({} {})", relation, part, name);
    return relation.empty() ? text(entry, "data_type") : relation;
}

class Reader {
  public:
    explicit Reader(std::string since) : since_(std::move(since)) {}

    void read(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        if (!file)
            throw UsageError("could not read the error journal").at({.file = path});
        for (std::string line; std::getline(file, line);)
            if (line.find_first_not_of(" \t\r") != std::string::npos)
                take(Json::parse(line, nullptr, false));
    }

    Diagnosis diagnosis() {
        for (auto& [key, pattern] : patterns_) {
            const auto& cause = cause_of(pattern.sqlstate);
            pattern.kind = cause.kind;
            pattern.cause = cause.cause;
            pattern.remedy = cause.remedy;
            result_.patterns.push_back(std::move(pattern));
        }
        std::ranges::stable_sort(result_.patterns, [](const Pattern& a, const Pattern& b) {
            return std::tuple(-a.count, b.last) < std::tuple(-b.count, a.last);
        });
        return std::move(result_);
    }

  private:
    void take(const Json& entry) {
        if (!entry.is_object() || !entry.contains("time")) {
            ++result_.unreadable;
            return;
        }
        if (text(entry, "time") < since_)
            return;
        ++result_.entries;
        // A statement that was refused because its transaction had failed tells of that failure.
        const auto first = entry.find("first_error");
        const bool follows = first != entry.end() && first->is_object();
        const auto& source = follows ? *first : entry;
        const auto shape = text(source, "shape");
        auto& pattern = patterns_[{shape.empty() ? text(source, "message") : shape, text(source, "sqlstate"),
                                   object_of(source)}];
        const auto time = text(entry, "time");
        if (pattern.first.empty() || time < pattern.first)
            pattern.first = time;
        (follows ? pattern.followed : pattern.count) += 1;
        pattern.commands.insert(text(entry, "command"));
        if (time < pattern.last)
            return;
        pattern.last = time;
        pattern.sqlstate = text(source, "sqlstate");
        pattern.object = object_of(source);
        pattern.sql = text(source, "sql");
        pattern.message = text(source, "message");
        pattern.detail = text(source, "detail");
        if (follows)
            return;
        pattern.call = text(entry, "call");
        pattern.file = text(entry, "file");
    }

    std::string since_;
    std::map<Key, Pattern> patterns_;
    Diagnosis result_;
};

} // namespace

Diagnosis read_journals(const std::vector<std::string>& files, const std::string& since) {
    Reader reader(since);
    for (const auto& file : files)
        reader.read(file);
    return reader.diagnosis();
}

} // namespace pgmend::diagnose
