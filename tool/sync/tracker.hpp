#pragma once

#include "pg/connection.hpp"
#include "sync/http.hpp"
#include "sync/loader.hpp"

#include <string>
#include <vector>

namespace pgmend::sync {

/// What is asked of the Tracker API.
struct TrackerSettings {
    std::string base_url = "https://api.tracker.yandex.net";
    std::string token;
    std::string org_id;       ///< X-Org-ID
    std::string cloud_org_id; ///< X-Cloud-Org-ID
    std::string query;        ///< in the tracker's query language; empty = every issue
    std::string since;        ///< only issues updated from then on
    std::vector<std::string> fields;
    int per_page = 50;
    bool scroll = false;       ///< from the start; otherwise from 10,000 issues on
    bool full_history = false; ///< whole changelogs, whatever is known of them
    HttpSettings http;
};

/// Reads the token: from the file where one is named, else from TRACKER_API_TOKEN. Throws UsageError.
std::string read_token(const std::string& file);

/// Fetches issues and the changelogs that are needed and gives them to the loader, while that writes. An
/// issue that has not changed since it was written needs no changelog; one whose last entry is known only
/// what came after that. Throws what Http and Loader throw.
void fetch(const TrackerSettings& settings, pg::Connection& connection, Loader& loader);

} // namespace pgmend::sync
