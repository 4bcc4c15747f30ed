// A tracker's API on a port of loopback: pages, scroll, changelogs with links; and what goes wrong with real
// ones. usage: TRACKER_API_TOKEN=… tracker_api RECORDS [--faults PERCENT] [--seed N] [--certificate FILE]
// Says its port on a line of stdout; then obeys lines of stdin: "reload" reads the records again, "counts"
// gives the counts since the last time as JSON; each is answered by a line. It ends with stdin.

#include "faults.hpp"
#include "records.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <shared_mutex>
#include <string>
#include <thread>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <httplib.h>

namespace {

using namespace tracker_api;

/// No search by pages goes beyond; it says so by X-Total-Count.
constexpr std::size_t cap = 10'000;

struct Options {
    std::string records, certificate;
    double faults = 0;
    unsigned seed = 1;
};

std::size_t number(const httplib::Request& request, const char* name, std::size_t otherwise) {
    return request.has_param(name) ? std::stoul(request.get_param_value(name)) : otherwise;
}

class Api {
  public:
    explicit Api(const Options& options)
        : file_(options.records), records_(Records::read(options.records)),
          chance_(options.faults, options.seed) {
        if (const char* token = std::getenv("TRACKER_API_TOKEN"))
            authorization_ = fmt::format("OAuth {}", token);
    }

    void serve(httplib::Server& server) {
        server.set_tcp_nodelay(true); // headers and body are written apart
        // A connection that is kept alive keeps a thread.
        server.new_task_queue = [] { return new httplib::ThreadPool(64); };
        server.set_logger([this](const auto&, const auto& answer) {
            if (answer.has_header("Content-Encoding"))
                chance_.count("compressed");
        });
        // Through a proxy, a request names the whole address.
        server.Post(".*/v2/issues/_search",
                    guarded([this](auto& ask, auto& answer) { return pages(ask, answer); }));
        server.Post(".*/v3/issues/_search",
                    guarded([this](auto& ask, auto& answer) { return scroll(ask, answer); }));
        server.Get(".*/issues/([^/]+)/changelog",
                   guarded([this](auto& ask, auto& answer) { return changelog(ask, answer); }));
    }

    void reload() {
        auto records = Records::read(file_);
        const std::unique_lock lock(mutex_);
        records_ = std::move(records);
    }

    std::string take_counts() { return chance_.take_counts(); }

  private:
    /// A handler that refuses strangers and lets things go wrong; body(request, response) gives the whole
    /// answer.
    template <class Body>
    httplib::Server::Handler guarded(Body body) {
        return [this, body](const httplib::Request& request, httplib::Response& response) {
            const auto fault = chance_.draw();
            if (request.get_header_value("Authorization") != authorization_ ||
                !request.has_header("X-Org-ID")) {
                response.status = 401;
                return response.set_content(R"({"errorMessages": ["Unauthorized"]})", "application/json");
            }
            const std::shared_lock lock(mutex_);
            auto text = body(request, response);
            send(request, response, std::move(text), fault);
        };
    }

    std::string page(const httplib::Request& request, std::size_t start, std::size_t size) const {
        auto text = records_.page(start, size);
        return request.has_param("fields") ? with_fields(text, request.get_param_value("fields")) : text;
    }

    std::string pages(const httplib::Request& request, httplib::Response& response) const {
        const auto size = number(request, "perPage", 50);
        const auto total = std::min(cap, records_.listed.size());
        response.set_header("X-Total-Count", std::to_string(total));
        response.set_header("X-Total-Pages", std::to_string((total + size - 1) / size));
        return page(request, (number(request, "page", 1) - 1) * size, size);
    }

    std::string scroll(const httplib::Request& request, httplib::Response& response) const {
        const auto size = number(request, "perScroll", 100), start = number(request, "scrollId", 0);
        response.set_header("X-Scroll-Id", std::to_string(start + size));
        response.set_header("X-Total-Count", std::to_string(records_.listed.size()));
        return page(request, start, size);
    }

    std::string changelog(const httplib::Request& request, httplib::Response& response) {
        chance_.count("changelogs");
        const auto issue = request.matches[1].str();
        if (records_.gone.count(issue)) {
            response.status = 404;
            return R"({"errorMessages": ["No such issue"]})";
        }
        const auto found = records_.changelogs.find(issue);
        if (found == records_.changelogs.end())
            return "[]";
        const auto& entries = found->second;
        const auto size = number(request, "perPage", 50);
        std::size_t start = 0;
        if (request.has_param("id")) {
            const auto last =
                std::find_if(entries.begin(), entries.end(),
                             [id = request.get_param_value("id")](auto& entry) { return entry.id == id; });
            start = last == entries.end() ? 0 : static_cast<std::size_t>(last - entries.begin()) + 1;
        }
        if (start + size < entries.size()) {
            const auto host =
                request.path.rfind("http", 0) == 0 ? "" : "http://" + request.get_header_value("Host");
            response.set_header(
                "Link", fmt::format(R"(<{0}{1}?perPage={2}>; rel="first", <{0}{1}?id={3}&perPage={2}>; )"
                                    R"(rel="next")",
                                    host, request.path, size, entries[start + size - 1].id));
        }
        return page_of(entries, start, size);
    }

    std::string file_, authorization_;
    std::shared_mutex mutex_; // of records_
    Records records_;
    Chance chance_;
};

int run(const Options& options) {
    Api api(options);
    const std::unique_ptr<httplib::Server> server =
        options.certificate.empty()
            ? std::make_unique<httplib::Server>()
            : std::make_unique<httplib::SSLServer>(options.certificate.c_str(), options.certificate.c_str());
    api.serve(*server);
    std::cout << server->bind_to_any_port("127.0.0.1") << std::endl;
    std::thread listener([&] { server->listen_after_bind(); });
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "reload")
            api.reload();
        std::cout << api.take_counts() << std::endl;
    }
    server->stop();
    listener.join();
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    CLI::App app;
    Options options;
    app.add_option("records", options.records)->required();
    app.add_option("--faults", options.faults);
    app.add_option("--seed", options.seed);
    app.add_option("--certificate", options.certificate,
                   "a file with a key and a certificate: then it speaks TLS");
    CLI11_PARSE(app, count, arguments);
    try {
        return run(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "tracker_api: {}\n", error.what());
        return 1;
    }
}
