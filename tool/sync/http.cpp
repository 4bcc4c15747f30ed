#include "sync/http.hpp"

#include "base/cancel.hpp"
#include "base/error.hpp"
#include "base/letters.hpp"
#include "pg/retry.hpp"
#include "sync/curl_library.hpp"
#include "sync/http_verdict.hpp"
#include "sync/url.hpp"

#include <algorithm>
#include <list>
#include <optional>

#include <fmt/format.h>

namespace pgmend::sync {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// One request on its way, from the first attempt to the last.
struct Transfer {
    HttpRequest request;
    std::function<void(HttpAnswer)> done;
    HttpAnswer answer;
    int attempts = 0;
    Clock::time_point begun = Clock::now();
    Clock::time_point not_before = begun;
    pg::Backoff backoff{{}};
    CURL* easy = nullptr;
};

std::size_t take_body(char* data, std::size_t, std::size_t count, void* transfer) {
    static_cast<Transfer*>(transfer)->answer.body.append(data, count);
    return count;
}

std::size_t take_header(char* data, std::size_t, std::size_t count, void* transfer) {
    std::string_view line(data, count);
    auto& headers = static_cast<Transfer*>(transfer)->answer.headers;
    if (line.starts_with("HTTP/"))
        headers.clear(); // those before belonged to a proxy or an interim answer
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return count;
    auto value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t'))
        value.remove_prefix(1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
        value.remove_suffix(1);
    headers[lower(line.substr(0, colon))] = value;
    return count;
}

/// What the API says of an error, on one line; it never holds what we sent as headers.
std::string error_text(const std::string& body) {
    auto text = body.substr(0, 500);
    std::ranges::replace(text, '\n', ' ');
    return text;
}

} // namespace

struct Http::Impl {
    explicit Impl(HttpSettings given) : settings(std::move(given)), multi(curl().multi_init()) {
        for (const auto& [name, value] : settings.headers)
            headers = curl().slist_append(headers, fmt::format("{}: {}", name, value).c_str());
        headers = curl().slist_append(headers, "Content-Type: application/json");
        headers = curl().slist_append(headers, "Accept: application/json");
        headers = curl().slist_append(headers, "Expect:");
        curl().multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(settings.parallel));
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        for (auto& transfer : active)
            detach(transfer);
        curl().slist_free_all(headers);
        curl().multi_cleanup(multi);
    }

    void detach(Transfer& transfer) {
        if (transfer.easy == nullptr)
            return;
        curl().multi_remove_handle(multi, transfer.easy);
        curl().easy_cleanup(transfer.easy);
        transfer.easy = nullptr;
    }

    void start(Transfer& transfer);
    void start_due();
    void finish(std::list<Transfer>::iterator transfer, CURLcode code);
    void again(std::list<Transfer>::iterator transfer, const std::string& why, milliseconds wait);
    void reap();
    milliseconds until_next() const;

    HttpSettings settings;
    CURLM* multi;
    curl_slist* headers = nullptr;
    std::list<Transfer> waiting;
    std::list<Transfer> active;
};

void Http::Impl::start(Transfer& transfer) {
    transfer.answer = {};
    ++transfer.attempts;
    auto* easy = transfer.easy = curl().easy_init();
    const auto set = [&](auto option, auto value) { curl().easy_setopt(easy, option, value); };
    set(CURLOPT_URL, transfer.request.url.c_str());
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_PRIVATE, &transfer);
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(settings.read_timeout.count() / 1000)));
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_USERAGENT, "pgmend");
    if (transfer.request.method == "POST") {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE, static_cast<long>(transfer.request.body.size()));
        set(CURLOPT_POSTFIELDS, transfer.request.body.c_str());
    }
    curl().multi_add_handle(multi, easy);
}

void Http::Impl::start_due() {
    const auto moment = Clock::now();
    for (auto one = waiting.begin(); one != waiting.end() && active.size() < settings.parallel;) {
        const auto next = std::next(one);
        if (one->not_before <= moment) {
            active.splice(active.end(), waiting, one);
            start(active.back());
        }
        one = next;
    }
}

void Http::Impl::again(std::list<Transfer>::iterator transfer, const std::string& why, milliseconds wait) {
    const auto url = without_secrets(transfer->request.url);
    if (transfer->attempts >= settings.attempts || Clock::now() + wait - transfer->begun > settings.budget)
        throw Error(fmt::format("{} {}: {}, after {} attempts", transfer->request.method, url, why,
                                transfer->attempts),
                    ExitCode::no_connection)
            .with_hint("loaded issues are kept; run the same command again to continue");
    if (settings.info)
        settings.info(fmt::format("{}: {}; trying again in {:.1f} s", url, why,
                                  static_cast<double>(wait.count()) / 1000));
    transfer->not_before = Clock::now() + wait;
    waiting.splice(waiting.end(), active, transfer);
}

void Http::Impl::finish(std::list<Transfer>::iterator transfer, CURLcode code) {
    long http_version = 0;
    curl().easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->answer.status);
    curl().easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &http_version);
    detach(*transfer);
    const auto status = transfer->answer.status;
    const auto url = without_secrets(transfer->request.url);
    if (code != CURLE_OK) {
        const std::string why = curl().easy_strerror(code);
        if (!may_pass(code))
            throw Error(fmt::format("{} {}: {}", transfer->request.method, url, why), ExitCode::no_connection)
                .with_hint("check --base-url, the certificates and the proxy");
        return again(transfer, why, transfer->backoff.next());
    }
    if (status == 429)
        return again(transfer, "too many requests (429)",
                     retry_after(transfer->answer.header("retry-after")));
    if (status >= 500)
        return again(transfer, fmt::format("the server failed ({})", status), transfer->backoff.next());
    const bool missing = status == 404 && transfer->request.may_be_missing;
    if (status >= 300 && !missing)
        throw Error(fmt::format("{} {} returned {}", transfer->request.method, url, status), ExitCode::failed)
            .with_detail(error_text(transfer->answer.body))
            .with_hint(std::string(advice(status)));
    if (!missing && !is_whole(transfer->answer, http_version))
        return again(transfer, "the response is incomplete", transfer->backoff.next());
    transfer->answer.attempts = transfer->attempts;
    auto done = std::move(transfer->done);
    auto answer = std::move(transfer->answer);
    active.erase(transfer);
    done(std::move(answer));
}

/// Deals with the transfers that have ended.
void Http::Impl::reap() {
    int left = 0;
    while (const auto* message = curl().multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const auto code = message->data.result;
        const auto* easy = message->easy_handle;
        const auto transfer = std::ranges::find(active, easy, &Transfer::easy);
        if (transfer != active.end())
            finish(transfer, code);
    }
}

milliseconds Http::Impl::until_next() const {
    auto wait = milliseconds(1000);
    if (active.size() < settings.parallel)
        for (const auto& one : waiting)
            wait = std::min(wait, std::chrono::duration_cast<milliseconds>(one.not_before - Clock::now()));
    return std::max(wait, milliseconds(1));
}

Http::Http(HttpSettings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}

Http::~Http() = default;

std::size_t Http::pending() const noexcept {
    return impl_->waiting.size() + impl_->active.size();
}

void Http::send(HttpRequest request, std::function<void(HttpAnswer)> done) {
    impl_->waiting.push_back(
        {.request = std::move(request),
         .done = std::move(done),
         .backoff = pg::Backoff({.first = impl_->settings.first_backoff, .max = std::chrono::seconds(30)})});
}

void Http::run(const std::function<bool()>& enough) {
    while (pending() > 0 && !(enough && enough())) {
        cancel::check();
        impl_->start_due();
        int running = 0;
        curl().multi_perform(impl_->multi, &running);
        impl_->reap();
        if (pending() == 0 || (enough && enough()))
            break;
        curl_waitfd wake{cancel::descriptor(), CURL_WAIT_POLLIN, 0};
        curl().multi_poll(impl_->multi, &wake, cancel::descriptor() >= 0 ? 1 : 0,
                          static_cast<int>(impl_->until_next().count()), nullptr);
    }
}

HttpAnswer Http::get(HttpRequest request) {
    std::optional<HttpAnswer> answer;
    send(std::move(request), [&](HttpAnswer given) { answer = std::move(given); });
    run([&] { return answer.has_value(); });
    return *std::move(answer);
}

std::string HttpAnswer::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

} // namespace pgmend::sync
