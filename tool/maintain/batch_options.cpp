#include "maintain/batch.hpp"

#include <nlohmann/json.hpp>

namespace pgmend::maintain {

using Json = nlohmann::ordered_json;

std::string to_json(const BatchOptions& options) {
    const auto& throttle = options.throttle;
    return Json{
        {"statement", options.statement},
        {"archive", options.archive},
        {"chunk_time_ms", options.chunk_time.count()},
        {"max_rate", throttle.max_rate},
        {"max_lag_ms", throttle.max_lag ? Json(throttle.max_lag->count()) : Json(nullptr)},
        {"pause_for_autovacuum", throttle.pause_for_autovacuum},
        {"max_archive_queue", throttle.max_archive_queue ? Json(*throttle.max_archive_queue) : Json(nullptr)}}
        .dump();
}

BatchOptions batch_options(const std::string& json) {
    const auto read = Json::parse(json);
    BatchOptions options{.statement = read.at("statement"),
                         .archive = read.at("archive"),
                         .chunk_time = std::chrono::milliseconds(read.at("chunk_time_ms").get<long>()),
                         .throttle = {.max_rate = read.at("max_rate"),
                                      .pause_for_autovacuum = read.at("pause_for_autovacuum")}};
    if (!read.at("max_lag_ms").is_null())
        options.throttle.max_lag = std::chrono::milliseconds(read.at("max_lag_ms").get<long>());
    if (!read.at("max_archive_queue").is_null())
        options.throttle.max_archive_queue = read.at("max_archive_queue").get<long long>();
    return options;
}

} // namespace pgmend::maintain
