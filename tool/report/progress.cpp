#include "report/progress.hpp"

#include "report/style.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

constexpr std::size_t bar_columns = 20;

double share(const ProgressView& view) {
    return view.total <= 0
               ? 0
               : std::clamp(static_cast<double>(view.done) / static_cast<double>(view.total), 0.0, 1.0);
}

std::string clock(double seconds) {
    const auto whole = static_cast<long long>(seconds + 0.5);
    if (whole >= 3600)
        return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

} // namespace

std::string grouped(long long number) {
    auto text = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > static_cast<std::ptrdiff_t>(first);
         at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string bytes_text(long long bytes) {
    const auto number = static_cast<double>(bytes);
    if (bytes < 1024 * 1024)
        return fmt::format("{:.0f} kB", number / 1024);
    if (bytes < 1024LL * 1024 * 1024)
        return fmt::format("{:.1f} MB", number / 1024 / 1024);
    return fmt::format("{:.1f} GB", number / 1024 / 1024 / 1024);
}

std::string progress_line(const ProgressView& view, std::size_t columns) {
    auto line = view.phase;
    if (view.running > 0)
        line += fmt::format("  {}", clock(view.running));
    if (view.total > 0) {
        const auto full = static_cast<std::size_t>(share(view) * bar_columns);
        line += fmt::format(" [{}{}] {:3.0f} %", std::string(full, '#'), std::string(bar_columns - full, '.'),
                            share(view) * 100);
    }
    if (!view.waiting_for.empty())
        return cut(fmt::format("{}  waits: {}", line, view.waiting_for), columns);
    if (view.total > 0 && view.unit == "rows") // of anything else the share says enough
        line += fmt::format("  {} {}", grouped(view.done), view.unit);
    if (view.rate > 0 && view.unit == "rows")
        line += fmt::format("  {}/s", grouped(static_cast<long long>(view.rate)));
    if (view.rate > 0 && view.total > view.done)
        line += fmt::format("  {} left", clock(static_cast<double>(view.total - view.done) / view.rate));
    else if (view.total == 0 && view.running == 0)
        line += fmt::format("  {}", clock(view.seconds));
    return cut(line, columns);
}

std::string progress_json(const ProgressView& view) {
    nlohmann::ordered_json event{{"event", "progress"},    {"phase", view.phase}, {"done", view.done},
                                 {"total", view.total},    {"unit", view.unit},   {"rate", view.rate},
                                 {"seconds", view.seconds}};
    if (view.running > 0)
        event["running"] = view.running;
    if (!view.waiting_for.empty())
        event["waiting_for"] = view.waiting_for;
    return event.dump();
}

} // namespace pgmend::report
