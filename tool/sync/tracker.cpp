#include "sync/tracker.hpp"

#include "base/cancel.hpp"
#include "base/error.hpp"
#include "sql/queries.hpp"
#include "sync/issue_stream.hpp"
#include "sync/json.hpp"
#include "sync/json_text.hpp"
#include "sync/url.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

/// From here on the API counts no further, and pages end.
constexpr long capped_total = 10'000;

long number(const std::string& text) {
    long value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// What the database knows of an issue.
struct Known {
    std::string last_changelog_id;
    std::optional<Timestamp> updated;
    bool has_history = false;
};

/// An issue whose changelog is being fetched.
struct Fetched {
    RawIssue issue;
    std::string id;
    std::string last_entry; ///< entries after this one are asked for; empty = all
    std::size_t number = 0; ///< in the order of arrival
};

class Fetcher {
  public:
    Fetcher(const TrackerSettings& settings, pg::Connection& connection, Loader& loader)
        : settings_(settings), connection_(connection), loader_(loader), http_(with_headers(settings)) {}

    void run() {
        if (settings_.scroll || !pages())
            scroll();
        http_.run();
    }

  private:
    static HttpSettings with_headers(const TrackerSettings& settings) {
        auto http = settings.http;
        http.headers["Authorization"] = "OAuth " + settings.token;
        if (!settings.org_id.empty())
            http.headers["X-Org-ID"] = settings.org_id;
        if (!settings.cloud_org_id.empty())
            http.headers["X-Cloud-Org-ID"] = settings.cloud_org_id;
        return http;
    }

    std::string body() const {
        auto query = settings_.query;
        if (!settings_.since.empty()) {
            const auto since = fmt::format("Updated: >= \"{}\"", settings_.since);
            query = query.empty() ? since : fmt::format("({}) AND {}", query, since);
        }
        return fmt::format("{{\"query\":{}}}", json::quoted(query));
    }

    std::string search_url(std::string_view version, const std::string& parameters) const {
        auto url =
            fmt::format("{}/{}/issues/_search?{}&expand=links", settings_.base_url, version, parameters);
        if (!settings_.fields.empty()) {
            std::vector<std::string> fields{"id", "key", "status", "createdAt", "updatedAt"};
            for (const auto& field : settings_.fields)
                if (std::ranges::find(fields, field) == fields.end())
                    fields.push_back(field);
            url += fmt::format("&fields={}", percent_encoded(fmt::format("{}", fmt::join(fields, ","))));
        }
        return url;
    }

    HttpAnswer search(std::string url) {
        return http_.get({.method = "POST", .url = std::move(url), .body = body()});
    }

    /// Page after page; false where there are more issues than pages reach, before any is taken.
    bool pages() {
        for (long page = 1;; ++page) {
            auto answer =
                search(search_url("v2", fmt::format("perPage={}&page={}", settings_.per_page, page)));
            if (page == 1 && number(answer.header("x-total-count")) >= capped_total)
                return false;
            const auto count = take(answer.body, fmt::format("page {}", page));
            const auto pages_in_all = number(answer.header("x-total-pages"));
            if (count == 0 || (pages_in_all >= 0 && page >= pages_in_all))
                return true;
        }
    }

    /// All issues by scrolling. A scroll whose answer was lost may have moved on without us: where one had to
    /// be asked for twice, and fewer issues came than the API counts, it is begun again.
    void scroll() {
        constexpr int rounds = 5;
        for (int round = 1; round <= rounds && !scroll_once(round); ++round)
            notify("received fewer issues than the tracker counts, and a response was lost; scrolling again");
    }

    /// False where issues may be missing.
    bool scroll_once(int round) {
        std::string scroll_id;
        long received = 0, total = -1;
        bool lost = false;
        for (int page = 1;; ++page) {
            auto parameters = std::string("scrollType=unsorted&perScroll=1000&scrollTTLMillis=60000");
            if (!scroll_id.empty())
                parameters += "&scrollId=" + percent_encoded(scroll_id);
            const auto answer = search(search_url("v3", parameters));
            lost = lost || answer.attempts > 1;
            if (page == 1)
                total = number(answer.header("x-total-count"));
            if (const auto next = answer.header("x-scroll-id"); !next.empty())
                scroll_id = next;
            const auto count = take(answer.body, fmt::format("scroll {}, page {}", round, page));
            received += count;
            if (count == 0)
                return !lost || received >= total;
            if (scroll_id.empty())
                throw Error("the tracker's response to a scroll has no X-Scroll-Id");
        }
    }

    /// Takes the issues of a page; returns how many there were.
    long take(const std::string& page, const std::string& source) {
        std::size_t at = 0;
        IssueStream stream([&](char* buffer, std::size_t size) {
            const auto count = std::min(size, page.size() - at);
            std::memcpy(buffer, page.data() + at, count);
            at += count;
            return count;
        });
        std::vector<Fetched> issues;
        for (StreamItem item; stream.next(item);)
            issues.push_back({.issue = {.text = std::string(item.text),
                                        .source = source,
                                        .line = item.line,
                                        .offset = item.offset,
                                        .too_long = item.too_long}});
        if (!stream.open_at_end().empty())
            throw Error(fmt::format("{}: the response ends inside {}", source, stream.open_at_end()))
                .with_hint("run the same command again");
        const auto count = static_cast<long>(issues.size());
        want_changelogs(std::move(issues));
        // Not more at once than the workers can do with: what is fetched waits in memory.
        http_.run([&] { return http_.pending() <= settings_.http.parallel * 4; });
        return count;
    }

    std::map<std::string, Known> known(const std::vector<std::string>& ids) {
        std::map<std::string, Known> found;
        const auto rows = connection_.run(sql::sync_known, {ids});
        for (std::size_t row = 0; row < rows.rows(); ++row)
            found[rows.get<std::string>(row, 0)] = {.last_changelog_id = rows.get<std::string>(row, 1),
                                                    .updated =
                                                        parse_timestamp(rows.get<std::string>(row, 2) + "Z"),
                                                    .has_history = rows.get<bool>(row, 3)};
        return found;
    }

    void want_changelogs(std::vector<Fetched> issues) {
        std::vector<std::string> ids;
        std::vector<std::optional<Timestamp>> updated(issues.size());
        json::Document document;
        for (std::size_t i = 0; i < issues.size(); ++i) {
            if (document.parse(issues[i].issue.text))
                continue;
            const auto id = document.root().find("id");
            if (!id.is(json::Kind::string) || id.raw().size() <= 2)
                continue;
            ids.push_back(issues[i].id = id.text());
            if (const auto moment = document.root().find("updatedAt"); moment.is(json::Kind::string))
                updated[i] = parse_timestamp(moment.text());
        }
        const auto found = known(ids);
        for (std::size_t i = 0; i < issues.size(); ++i) {
            const auto entry = found.find(issues[i].id);
            const auto* before = entry == found.end() ? nullptr : &entry->second;
            want_changelog(std::move(issues[i]), before, updated[i]);
        }
    }

    /// Asks for what is not known of the changelog; an issue without need for it goes on at once.
    void want_changelog(Fetched fetched, const Known* before, std::optional<Timestamp> updated) {
        const bool usable = before != nullptr && before->has_history && !before->last_changelog_id.empty() &&
                            !settings_.full_history && !taken_.contains(fetched.id);
        const bool same = usable && updated && before->updated == updated;
        if (fetched.id.empty() || same) // the first is for the mapping to refuse
            return loader_.add(std::move(fetched.issue));
        fetched.number = ++taken_[fetched.id];
        fetched.issue.changelog.emplace();
        if (usable) {
            fetched.issue.incremental = true;
            fetched.last_entry = before->last_changelog_id;
        }
        next_changelog_page(std::make_shared<Fetched>(std::move(fetched)));
    }

    void next_changelog_page(const std::shared_ptr<Fetched>& fetched) {
        auto url = fmt::format("{}/v2/issues/{}/changelog?perPage=50&type=IssueWorkflow", settings_.base_url,
                               percent_encoded(fetched->id));
        if (!fetched->last_entry.empty())
            url += "&id=" + percent_encoded(fetched->last_entry);
        http_.send({.url = std::move(url), .may_be_missing = true}, [this, fetched](HttpAnswer answer) {
            if (answer.status == 404) { // deleted since the search, or moved out of sight
                fetched->issue.refusal = "the tracker does not have its changelog (404)";
                return complete(*fetched);
            }
            fetched->issue.changelog->push_back(std::move(answer.body));
            const auto next = next_page_id(answer.header("link"));
            if (next.empty() || next == fetched->last_entry)
                return complete(*fetched);
            fetched->last_entry = next;
            next_changelog_page(fetched);
        });
    }

    /// The same issue may have come again meanwhile: then that one counts, and is still on its way.
    void complete(Fetched& fetched) {
        if (taken_[fetched.id] == fetched.number)
            loader_.add(std::move(fetched.issue));
    }

    void notify(const std::string& text) const {
        if (settings_.http.info)
            settings_.http.info(text);
    }

    const TrackerSettings& settings_;
    pg::Connection& connection_;
    Loader& loader_;
    Http http_;
    std::map<std::string, std::size_t> taken_; ///< how often this run has asked for an issue's changelog
};

} // namespace

std::string read_token(const std::string& file) {
    std::string token;
    if (!file.empty()) {
        std::ifstream stream(file);
        if (!stream || !std::getline(stream, token))
            throw UsageError("could not read the token").at({.file = file});
    } else if (const char* value = std::getenv("TRACKER_API_TOKEN"); value != nullptr) {
        token = value;
    }
    const auto bad = [](unsigned char c) { return c <= ' ' || c >= 127; };
    while (!token.empty() && bad(static_cast<unsigned char>(token.back())))
        token.pop_back();
    if (token.empty())
        throw UsageError("the token for the Tracker API is missing")
            .with_hint("set TRACKER_API_TOKEN, or use --token-file");
    if (std::ranges::any_of(token, bad))
        throw UsageError("the token for the Tracker API contains invalid characters");
    return token;
}

void fetch(const TrackerSettings& settings, pg::Connection& connection, Loader& loader) {
    Fetcher(settings, connection, loader).run();
}

} // namespace pgmend::sync
