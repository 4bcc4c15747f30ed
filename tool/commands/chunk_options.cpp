#include "commands/chunk_options.hpp"

#include "base/error.hpp"
#include "commands/globals.hpp"

namespace pgmend::commands {

void add_chunk_options(CLI::App& command, ChunkOptions& options) {
    command.add_option("--chunk-time", options.chunk_time, "target duration of a transaction")
        ->type_name("DURATION")
        ->capture_default_str();
    command.add_option("--max-rate", options.max_rate, "maximum number of rows per second")
        ->type_name("ROWS");
    command.add_option("--max-lag", options.max_lag, "pause while a streaming standby is further behind")
        ->type_name("DURATION");
    command.add_flag("--pause-for-autovacuum", options.pause_for_autovacuum,
                     "pause while autovacuum processes the table");
    command
        .add_option("--max-archive-queue", options.max_archive_queue,
                    "pause while more WAL segments wait to be archived")
        ->type_name("SEGMENTS");
}

std::chrono::milliseconds chunk_time_of(const ChunkOptions& options) {
    const auto time = duration_option(options.chunk_time);
    if (time.count() <= 0)
        throw UsageError("--chunk-time must be greater than 0");
    return time;
}

maintain::ThrottleOptions throttle_of(const ChunkOptions& options) {
    maintain::ThrottleOptions throttle{.max_rate = options.max_rate,
                                       .pause_for_autovacuum = options.pause_for_autovacuum};
    if (!options.max_lag.empty())
        throttle.max_lag = duration_option(options.max_lag);
    if (options.max_archive_queue >= 0)
        throttle.max_archive_queue = options.max_archive_queue;
    return throttle;
}

} // namespace pgmend::commands
