#include "diagnose/journal.hpp"

#include "diagnose/redact.hpp"
#include "statement/normalise.hpp"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgmend::diagnose {
namespace {

using Json = nlohmann::ordered_json;

void put(Json& json, const char* key, const std::string& value) {
    if (!value.empty())
        json[key] = value;
}

/// The fields that the server sent; what they quote only when that is wanted.
Json fields(const pg::SqlError& error, const JournalSettings& settings) {
    const auto quoting = [&](const std::string& text) {
        return settings.log_parameters ? text : without_values(text);
    };
    const auto& diagnostic = error.diagnostic();
    Json json;
    put(json, "severity", diagnostic.severity);
    put(json, "sqlstate", diagnostic.sqlstate);
    put(json, "message", quoting(diagnostic.message));
    put(json, "detail", quoting(diagnostic.detail));
    put(json, "hint", diagnostic.hint);
    put(json, "context",
        settings.log_parameters ? diagnostic.context : context_without_values(diagnostic.context));
    put(json, "schema", diagnostic.schema);
    put(json, "table", diagnostic.table);
    put(json, "column", diagnostic.column);
    put(json, "data_type", diagnostic.data_type);
    put(json, "constraint", diagnostic.constraint);
    put(json, "internal_query",
        settings.log_parameters             ? diagnostic.internal_query
        : diagnostic.internal_query.empty() ? std::string()
                                            : statement::normalised(diagnostic.internal_query));
    put(json, "server_source", diagnostic.source);
    if (diagnostic.position > 0)
        json["position"] = diagnostic.position;
    if (error.connection_lost())
        json["connection_lost"] = true;
    return json;
}

std::string sql_of(const pg::SqlError& error, const JournalSettings& settings) {
    return settings.log_parameters || error.statement().empty() ? error.statement()
                                                                : statement::normalised(error.statement());
}

Json values(const pg::Parameters& parameters, const JournalSettings& settings) {
    auto list = Json::array();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto& value = parameters.values()[i];
        if (!settings.log_parameters)
            list.push_back(parameters.describe(i));
        else
            list.push_back(value ? Json(*value) : Json());
    }
    return list;
}

/// The last two folders of the path that the compiler saw.
std::string place(const std::source_location& call) {
    if (call.line() == 0)
        return {};
    const std::filesystem::path path(call.file_name());
    return fmt::format("{}:{}", (path.parent_path().filename() / path.filename()).string(), call.line());
}

std::string time_now() {
    const auto now =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                       now.time_since_epoch().count() % 1000);
}

/// A file that was there before with wider rights loses them.
int open_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct stat facts {};
    if (file >= 0 && ::fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && (facts.st_mode & 077) != 0 &&
        facts.st_uid == ::geteuid())
        ::fchmod(file, 0600);
    return file;
}

} // namespace

std::string journal_line(const pg::Failure& failure, const JournalSettings& settings,
                         const std::string& time) {
    Json json{{"time", time}, {"pid", ::getpid()}, {"command", settings.command}};
    json.update(fields(failure.error, settings));
    put(json, "sql", sql_of(failure.error, settings));
    if (!failure.error.statement().empty())
        json["shape"] = statement::fingerprint(failure.error.statement());
    if (failure.parameters != nullptr && failure.parameters->size() > 0)
        json["parameters"] = values(*failure.parameters, settings);
    json["attempt"] = failure.attempt;
    put(json, "call", place(failure.call));
    if (!failure.error.location().file.empty())
        put(json, "file", to_string(failure.error.location()));
    if (failure.first_error != nullptr) {
        auto first = fields(*failure.first_error, settings);
        put(first, "sql", sql_of(*failure.first_error, settings));
        if (!failure.first_error->statement().empty())
            first["shape"] = statement::fingerprint(failure.first_error->statement());
        json["first_error"] = std::move(first);
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Journal::Journal(JournalSettings settings) : settings_(std::move(settings)) {
    const int file = open_file(settings_.path);
    if (file < 0)
        throw UsageError(
            fmt::format("could not write error journal '{}': {}", settings_.path, std::strerror(errno)));
    ::close(file);
}

void Journal::rotate() const {
    namespace fs = std::filesystem;
    std::error_code ignored;
    if (fs::file_size(settings_.path, ignored) < settings_.max_bytes || ignored)
        return;
    for (int number = settings_.kept - 1; number > 0; --number)
        fs::rename(fmt::format("{}.{}", settings_.path, number),
                   fmt::format("{}.{}", settings_.path, number + 1), ignored);
    fs::rename(settings_.path, settings_.path + ".1", ignored);
}

void Journal::append(const std::string& line) const {
    const int file = open_file(settings_.path);
    if (file < 0)
        throw Error(
            fmt::format("could not write error journal '{}': {}", settings_.path, std::strerror(errno)));
    // One write appends whole, so that other processes' lines stay whole, too.
    const auto written = ::write(file, line.data(), line.size());
    ::close(file);
    if (written != static_cast<ssize_t>(line.size()))
        throw Error(fmt::format("could not write error journal '{}'", settings_.path));
}

void Journal::write(const pg::Failure& failure) {
    const std::lock_guard lock(mutex_);
    rotate();
    append(journal_line(failure, settings_, time_now()) + "\n");
}

} // namespace pgmend::diagnose
