#include "maintain/dedupe.hpp"

#include <nlohmann/json.hpp>

namespace pgmend::maintain {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json nullable(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

} // namespace

std::string to_json(const DedupeOptions& options) {
    const auto lag = options.throttle.max_lag
                         ? std::optional(static_cast<long long>(options.throttle.max_lag->count()))
                         : std::nullopt;
    return Json{{"table", options.table},
                {"key", options.grouping.key},
                {"where", options.grouping.where},
                {"keep", options.grouping.keep.word},
                {"nulls", options.grouping.nulls_same ? "same" : "distinct"},
                {"archive", options.archive},
                {"repoint", options.repoint},
                {"vacuum", options.vacuum},
                {"then_unique", nullable(options.then_unique)},
                {"chunk_time_ms", options.chunk_time.count()},
                {"max_rate", options.throttle.max_rate},
                {"max_lag_ms", nullable(lag)},
                {"pause_for_autovacuum", options.throttle.pause_for_autovacuum},
                {"max_archive_queue", nullable(options.throttle.max_archive_queue)}}
        .dump();
}

DedupeOptions dedupe_options(const std::string& json) {
    const auto read = Json::parse(json);
    DedupeOptions options{.table = read.at("table"),
                          .grouping = {.key = read.at("key"),
                                       .where = read.value("where", ""),
                                       .nulls_same = read.at("nulls") == "same"},
                          .nulls_given = true,
                          .archive = read.at("archive"),
                          .repoint = read.at("repoint"),
                          .vacuum = read.at("vacuum"),
                          .chunk_time = std::chrono::milliseconds(read.at("chunk_time_ms").get<long>()),
                          .throttle = {.max_rate = read.at("max_rate"),
                                       .pause_for_autovacuum = read.at("pause_for_autovacuum")}};
    if (const std::string keep = read.at("keep"); !keep.empty())
        options.grouping.keep = parse_keep(keep);
    if (!read.at("then_unique").is_null())
        options.then_unique = read.at("then_unique").get<std::string>();
    if (!read.at("max_lag_ms").is_null())
        options.throttle.max_lag = std::chrono::milliseconds(read.at("max_lag_ms").get<long>());
    if (!read.at("max_archive_queue").is_null())
        options.throttle.max_archive_queue = read.at("max_archive_queue").get<long long>();
    return options;
}

} // namespace pgmend::maintain
