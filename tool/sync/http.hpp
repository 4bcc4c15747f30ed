#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace pgmend::sync {

/// How requests are sent, and the limits of retries.
struct HttpSettings {
    std::map<std::string, std::string> headers; ///< sent with each request; may contain the token
    std::size_t parallel = 8;                   ///< concurrent requests
    std::chrono::milliseconds connect_timeout{10'000};
    /// The longest wait for data of a response.
    std::chrono::milliseconds read_timeout{60'000};
    int attempts = 8; ///< attempts per request
    std::chrono::milliseconds budget{10 * 60 *
                                     1000}; ///< maximum time per request, including all attempts and waits
    std::chrono::milliseconds first_backoff{500};
    std::function<void(const std::string&)> info; ///< called for each wait, never with a header
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    std::string body; ///< JSON
    /// A 404 response is passed to the caller and is not an error.
    bool may_be_missing = false;
};

struct HttpAnswer {
    long status = 0;
    std::string body;
    std::map<std::string, std::string> headers; ///< names in lower case
    int attempts = 1;                           ///< number of attempts that were needed

    /// The value of the header, or an empty string.
    std::string header(const std::string& name) const;
};

/// Runs several requests at the same time over a few persistent connections (libcurl's multi interface), with
/// compressed responses, verified certificates, HTTP/2 if the server supports it, and proxies from
/// http_proxy, https_proxy and no_proxy. A 429 response is retried after the time in Retry-After, or after 60
/// s. 5xx responses, lost connections and truncated JSON are retried with jittered backoff within the time
/// limit. Every other status above 299 is final.
class Http {
  public:
    explicit Http(HttpSettings settings);
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;
    ~Http();

    /// Queues a request. run() calls `done` with the successful response.
    void send(HttpRequest request, std::function<void(HttpAnswer)> done);
    /// The number of requests without a response.
    std::size_t pending() const noexcept;
    /// Runs until no request is pending, or `enough` returns true. Throws Error with advice after a final
    /// failure, and Interrupted if the user asks to stop.
    void run(const std::function<bool()>& enough = {});
    /// Sends one request and waits for its response. Meanwhile, other requests are also processed.
    HttpAnswer get(HttpRequest request);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace pgmend::sync
