#include "revision/header.hpp"

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "revision/identifier.hpp"
#include "revision/words.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::revision {
namespace {

const std::array<std::string, 5> keys{"revision", "down_revision", "branch_labels", "depends_on", "created"};

// The name in front of the colon of "name: value"; empty for prose and for links.
std::string_view key_of(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.substr(colon).starts_with("://"))
        return {};
    const auto name = trimmed(text.substr(0, colon));
    const bool is_name =
        std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || c == '_' || c == '-'; });
    return is_name ? name : std::string_view();
}

} // namespace

void Header::add(std::string_view line, int number) {
    last_line_ = number;
    if (trimmed(line).empty())
        return;
    if (!line.starts_with("--")) {
        UsageError error("text before '-- migrate:up' is not a comment");
        error.at({revision_.path, number})
            .with_hint("put the mark '-- migrate:up' on a line of its own before the first statement");
        throw error;
    }
    const auto text = trimmed(line.substr(2));
    if (!has_message_) {
        revision_.message = text;
        has_message_ = true;
    } else if (const auto key = key_of(text); !key.empty()) {
        add_key(key, trimmed(text.substr(text.find(':') + 1)), number);
    }
}

void Header::add_key(std::string_view key, std::string_view value, int number) {
    const auto location = SourceLocation{revision_.path, number};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
        UsageError error(fmt::format("unknown key '{}' in the header{}", key, did_you_mean(key, keys)));
        error.at(location).with_hint(fmt::format("valid keys: {}", fmt::join(keys, ", ")));
        throw error;
    }
    if (std::find(seen_.begin(), seen_.end(), key) != seen_.end()) {
        UsageError error(fmt::format("the header contains the key '{}' twice", key));
        error.at(location).with_hint("write the values in one line, separated by commas");
        throw error;
    }
    seen_.emplace_back(key);
    if (key == "revision") {
        revision_.id = value;
        revision_.line = number;
    } else if (key == "down_revision")
        revision_.down_revisions = split_list(value);
    else if (key == "branch_labels")
        revision_.branch_labels = split_list(value);
    else if (key == "depends_on")
        revision_.depends_on = split_list(value);
    else
        revision_.created = value;
}

void Header::finish() const {
    if (revision_.line != 0)
        return check_ids();
    UsageError error("the header has no key 'revision'");
    error.at({revision_.path, std::max(last_line_, 1)});
    if (key_of(revision_.message) == "revision")
        error.with_hint("the first line of the header is the message; add it (or an empty '--') above");
    else
        error.with_hint("add a line '-- revision: <id>' to the comment at the top of the file");
    throw error;
}

void Header::check_ids() const {
    const auto refuse = [&](std::string_view what, std::string_view name, const std::string& fault) {
        UsageError error(fmt::format("the {} '{}' {}", what, name, fault));
        error.at({revision_.path, revision_.line})
            .with_hint("use letters, digits and '_'; the maximum length of a revision id is 32 bytes");
        throw error;
    };
    if (const auto fault = id_fault(revision_.id); !fault.empty())
        refuse("revision id", revision_.id, fault);
    for (const auto& label : revision_.branch_labels)
        if (const auto fault = label_fault(label); !fault.empty())
            refuse("branch label", label, fault);
}

} // namespace pgmend::revision
