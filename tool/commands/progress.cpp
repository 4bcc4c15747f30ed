#include "commands/progress.hpp"

#include "commands/output.hpp"
#include "report/progress.hpp"

#include <chrono>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pgmend::commands {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds many_lines{5000};
constexpr std::chrono::milliseconds rare_lines{30000};

bool line_is_drawn = false;

void write_error(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

std::size_t terminal_columns() {
    winsize size{};
    const bool known = ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? std::max<std::size_t>(size.ws_col - 1U, 20) : 79;
}

/// What has been shown, and how fast it went.
class Display {
  public:
    Display(const Globals& globals, std::chrono::milliseconds between_lines)
        : json_(globals.json()), terminal_(isatty(2) == 1), between_lines_(between_lines),
          began_(Clock::now()) {}

    void show(const maintain::Progress& progress) {
        const std::scoped_lock lock(mutex_);
        const auto now = Clock::now();
        if (progress.phase != phase_) {
            phase_ = progress.phase;
            phase_began_ = now;
            first_ = progress.done;
            if (json_ || terminal_ || between_lines_ < rare_lines)
                shown_.reset();
        }
        if (shown_ && now - *shown_ < interval())
            return;
        shown_ = now;
        draw(view(progress, now));
    }

  private:
    std::chrono::milliseconds interval() const {
        return std::chrono::milliseconds(json_ ? 1000 : terminal_ ? 100 : between_lines_.count());
    }

    report::ProgressView view(const maintain::Progress& progress, Clock::time_point now) const {
        const double in_phase = std::chrono::duration<double>(now - phase_began_).count();
        const auto done = static_cast<double>(progress.done - first_);
        return {.phase = progress.phase,
                .done = progress.done,
                .total = progress.total,
                .unit = progress.unit,
                .waiting_for = progress.waiting_for,
                .rate = in_phase > 0.05 && done > 0 ? done / in_phase : 0,
                .seconds = std::chrono::duration<double>(now - began_).count(),
                .running = progress.seconds};
    }

    void draw(const report::ProgressView& view) const {
        if (json_)
            return write_error(report::progress_json(view) + "\n");
        if (!terminal_)
            return write_error(report::progress_line(view, 80) + "\n");
        write_error("\r\x1b[K" + for_person(report::progress_line(view, terminal_columns())));
        line_is_drawn = true;
    }

    bool json_, terminal_;
    std::chrono::milliseconds between_lines_; ///< where they stay
    Clock::time_point began_, phase_began_ = began_;
    std::optional<Clock::time_point> shown_;
    std::string phase_;
    long long first_ = 0;
    std::mutex mutex_;
};

} // namespace

void clear_progress() {
    if (std::exchange(line_is_drawn, false))
        write_error("\r\x1b[K");
}

maintain::JobListener make_progress_listener(const Context& context) {
    maintain::JobListener listener;
    listener.info = [context](const std::string& text) {
        clear_progress();
        notify(context, text);
    };
    listener.warning = [context](const std::string& text) {
        clear_progress();
        warn(context, text);
    };
    listener.progress = make_progress(context);
    return listener;
}

namespace {

ShowProgress progress_every(std::chrono::milliseconds between_lines, const Context& context) {
    if (context.globals.no_progress || context.globals.quiet)
        return {};
    // A pipe that is no terminal gets its first line only when the work takes long enough to be worth one.
    auto display = std::make_shared<Display>(context.globals, between_lines);
    const auto began = Clock::now();
    const bool at_once = isatty(2) == 1;
    return [display, began, at_once](const Progress& progress) {
        if (at_once || Clock::now() - began > std::chrono::seconds(2))
            display->show(progress);
    };
}

} // namespace

ShowProgress make_progress(const Context& context) {
    return progress_every(many_lines, context);
}

ShowProgress make_statement_progress(const Context& context) {
    const auto& globals = context.globals;
    if (isatty(2) != 1 && !globals.verbose && !globals.json())
        return {};
    return progress_every(rare_lines, context);
}

maintain::Settings maintain_settings(const Globals& globals, std::string command) {
    return {.command = std::move(command),
            .lock_timeout = globals.lock_timeout,
            .lock_retries = globals.lock_retries,
            .wait = globals.wait};
}

} // namespace pgmend::commands
