#include "commands/logging.hpp"

#include "base/error.hpp"
#include "base/visible.hpp"
#include "diagnose/journal.hpp"
#include "pg/failure.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace pgmend::commands {
namespace {

/// The message as the inside of a JSON string.
class JsonText : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&,
                spdlog::memory_buf_t& target) override {
        const auto text = nlohmann::json(std::string(message.payload.data(), message.payload.size()))
                              .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        target.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonText>(); }
};

/// The message in one line: what it quotes can neither add lines of its own nor move a terminal's cursor.
class OneLine : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&,
                spdlog::memory_buf_t& target) override {
        const auto text = visible_line({message.payload.data(), message.payload.size()});
        target.append(text.data(), text.data() + text.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<OneLine>(); }
};

} // namespace

void mute_log() {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("pgmend", std::make_shared<spdlog::sinks::null_sink_mt>()));
    spdlog::set_level(spdlog::level::off);
}

void start_logging(const Globals& globals) {
    if (globals.log_file.empty())
        return;
    const int file = open(globals.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        throw UsageError(
            fmt::format("could not write log file '{}': {}", globals.log_file, std::strerror(errno)));
    close(file);
    auto logger = std::make_shared<spdlog::logger>(
        "pgmend", std::make_shared<spdlog::sinks::basic_file_sink_mt>(globals.log_file));
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<JsonText>('J');
    formatter->add_flag<OneLine>('L');
    formatter->set_pattern(globals.log_format == "json"
                               ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","pid":%P,"message":%J})"
                               : "%Y-%m-%dT%H:%M:%S.%eZ %l [%P] %L");
    logger->set_formatter(std::move(formatter));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
    spdlog::set_level(spdlog::level::from_str(globals.log_level));
}

void start_error_journal(const Globals& globals, const std::string& command) {
    if (globals.error_journal.empty())
        return;
    const auto journal = std::make_shared<diagnose::Journal>(diagnose::JournalSettings{
        .path = globals.error_journal, .command = command, .log_parameters = globals.log_parameters});
    pg::on_failure([journal](const pg::Failure& failure) { journal->write(failure); });
}

void log_error(const std::string& text) {
    spdlog::error("{}", text);
}

} // namespace pgmend::commands
