#pragma once

#include "pg/connection.hpp"
#include "sync/http.hpp"
#include "sync/loader.hpp"

#include <string>
#include <vector>

namespace pgmend::sync {

/// What to request from the Tracker API.
struct TrackerSettings {
    std::string base_url = "https://api.tracker.yandex.net";
    std::string token;
    std::string org_id;       ///< X-Org-ID
    std::string cloud_org_id; ///< X-Cloud-Org-ID
    std::string query;        ///< in the tracker's query language; empty = all issues
    std::string since;        ///< only issues updated since then
    std::vector<std::string> fields;
    int per_page = 50;
    bool scroll = false;       ///< always; otherwise only from 10,000 issues on
    bool full_history = false; ///< fetch complete changelogs, even if entries are known
    HttpSettings http;
};

/// Reads the token from the file if one is named, otherwise from TRACKER_API_TOKEN. Throws UsageError.
std::string read_token(const std::string& file);

/// Fetches issues and the required changelogs, and passes them to the loader, which writes meanwhile. For an
/// issue that has not changed since it was written, no changelog is fetched; if its last entry is known, only
/// newer entries are fetched. Throws the errors of Http and Loader.
void fetch(const TrackerSettings& settings, pg::Connection& connection, Loader& loader);

} // namespace pgmend::sync
