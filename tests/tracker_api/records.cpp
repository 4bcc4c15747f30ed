#include "records.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace tracker_api {
namespace {

/// Cuts the text before the next tab off the line.
std::string take(std::string_view& line) {
    const auto tab = line.find('\t');
    const std::string field(line.substr(0, tab));
    line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    return field;
}

template <class Range>
std::string array(const Range& items) {
    return fmt::format("[{}]", fmt::join(items, ","));
}

} // namespace

Records Records::read(const std::filesystem::path& file) {
    Records records;
    std::ifstream stream(file);
    std::string text;
    for (std::size_t number = 1; std::getline(stream, text); ++number) {
        std::string_view line = text;
        const auto kind = take(line);
        if (kind == "issue") {
            records.listed.emplace_back(line);
        } else if (kind == "entry") {
            const auto issue = take(line);
            auto id = take(line);
            records.changelogs[issue].push_back({std::move(id), std::string(line)});
        } else if (kind == "gone") {
            records.gone.insert(std::string(line));
        } else {
            throw std::runtime_error(
                fmt::format("{}:{}: '{}' is no kind of record", file.string(), number, kind));
        }
    }
    if (!stream.eof())
        throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
    return records;
}

std::string Records::page(std::size_t start, std::size_t size) const {
    const auto first = std::min(start, listed.size());
    const auto last = std::min(first + size, listed.size());
    return array(std::vector<std::string_view>(listed.begin() + static_cast<std::ptrdiff_t>(first),
                                               listed.begin() + static_cast<std::ptrdiff_t>(last)));
}

std::string page_of(const std::vector<Records::Entry>& entries, std::size_t start, std::size_t size) {
    std::vector<std::string_view> texts;
    for (auto at = start; at < std::min(start + size, entries.size()); ++at)
        texts.push_back(entries[at].json);
    return array(texts);
}

std::string with_fields(const std::string& page, std::string_view names) {
    auto issues = nlohmann::ordered_json::parse(page);
    const auto wanted = fmt::format(",{},", names);
    for (auto& issue : issues) {
        auto all = std::move(issue);
        issue = nlohmann::ordered_json::object();
        for (auto& [name, value] : all.items())
            if (wanted.find(fmt::format(",{},", name)) != std::string::npos)
                issue[name] = std::move(value);
    }
    return issues.dump();
}

} // namespace tracker_api
