#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace pgmend::sync {

/// How requests are sent, and retry limits for failing servers.
struct HttpSettings {
    std::map<std::string, std::string> headers; ///< sent with each request; may hold the token
    std::size_t parallel = 8;                   ///< requests at once
    std::chrono::milliseconds connect_timeout{10'000};
    /// The longest silence of a server that has been asked.
    std::chrono::milliseconds read_timeout{60'000};
    int attempts = 8;                                 ///< of one request
    std::chrono::milliseconds budget{10 * 60 * 1000}; ///< of one request with all its attempts and waits
    std::chrono::milliseconds first_backoff{500};
    std::function<void(const std::string&)> info; ///< told of each wait; never gets a header
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    std::string body; ///< JSON
    /// 404 is an answer like another one, not the end of everything.
    bool may_be_missing = false;
};

struct HttpAnswer {
    long status = 0;
    std::string body;
    std::map<std::string, std::string> headers; ///< names in small letters
    int attempts = 1;                           ///< it took so many

    /// The header's value, or an empty string.
    std::string header(const std::string& name) const;
};

/// Several requests at once over few connections that are kept (libcurl's multi interface): compressed
/// answers, verified certificates, HTTP/2 where the server has it, proxies from http_proxy, https_proxy and
/// no_proxy. A 429 is waited for as Retry-After says, else 60 s; 5xx, broken connections and JSON that was
/// cut are tried again with jittered backoff within the budget. Every other status above 299 is final.
class Http {
  public:
    explicit Http(HttpSettings settings);
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;
    ~Http();

    /// Queues a request; `done` gets its good answer, from within run().
    void send(HttpRequest request, std::function<void(HttpAnswer)> done);
    /// How many requests have not been answered yet.
    std::size_t pending() const noexcept;
    /// Works until no request is pending, or `enough` says so. Throws Error for a final failure, with advice;
    /// Interrupted when the user asks to stop.
    void run(const std::function<bool()>& enough = {});
    /// Sends one request and waits for it, serving the others meanwhile.
    HttpAnswer get(HttpRequest request);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace pgmend::sync
