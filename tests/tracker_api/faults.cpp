#include "faults.hpp"

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/socket.h>

namespace tracker_api {
namespace {

/// The library compresses by Brotli at its best, and slowest; with a charset behind the type it does not.
const char* type_of(std::size_t size) {
    return size < 20'000 ? "application/json" : "application/json; charset=utf-8";
}

struct Name {
    Fault fault;
    const char* name;
};
constexpr std::array names{
    Name{Fault::too_many, "429"},
    Name{Fault::server_error, "503"},
    Name{Fault::closed, "closed"},
    Name{Fault::half, "half"},
    Name{Fault::half_chunked, "half chunked"},
    Name{Fault::silent_half, "silent half"},
    Name{Fault::slow, "slow"},
};

/// Half of the body for a sink, and then the end of the connection.
auto half_of(std::string body) {
    return [body = std::move(body)](httplib::DataSink& sink) {
        sink.write(body.data(), body.size() / 2);
        return false;
    };
}

} // namespace

Fault Chance::draw() {
    const std::lock_guard lock(mutex_);
    ++counts_["requests"];
    if (std::uniform_real_distribution<double>(0, 100)(random_) >= percent_)
        return Fault::none;
    const auto& [fault, name] =
        names[std::uniform_int_distribution<std::size_t>(0, names.size() - 1)(random_)];
    ++counts_[name];
    return fault;
}

void Chance::count(const std::string& what) {
    const std::lock_guard lock(mutex_);
    ++counts_[what];
}

std::string Chance::take_counts() {
    const std::lock_guard lock(mutex_);
    return nlohmann::json(std::exchange(counts_, {})).dump();
}

// The library keeps the socket to itself, so it is found by the port at its other end.
void cut(const httplib::Request& request) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (int descriptor = 3; descriptor < static_cast<int>(limit.rlim_cur); ++descriptor) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
            peer.sin_family == AF_INET && ntohs(peer.sin_port) == request.remote_port) {
            ::shutdown(descriptor, SHUT_RDWR);
            return;
        }
    }
}

void send(const httplib::Request& request, httplib::Response& response, std::string body, Fault fault) {
    const auto* type = type_of(body.size());
    switch (fault) {
    case Fault::too_many:
        response.status = 429;
        response.set_header("Retry-After", "0");
        return response.set_content("{}", type);
    case Fault::server_error:
        response.status = 503;
        return response.set_content("<html>", "text/html");
    case Fault::closed:
        return cut(request);
    case Fault::half: {
        const auto length = body.size();
        return response.set_content_provider(
            length, type,
            [half = half_of(std::move(body))](std::size_t, std::size_t, httplib::DataSink& sink) {
                return half(sink);
            });
    }
    case Fault::half_chunked:
        return response.set_chunked_content_provider(
            type,
            [half = half_of(std::move(body))](std::size_t, httplib::DataSink& sink) { return half(sink); });
    case Fault::silent_half:
        response.set_header("Connection", "close");
        return response.set_content_provider(
            type,
            [half = half_of(std::move(body))](std::size_t, httplib::DataSink& sink) { return half(sink); });
    case Fault::slow:
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        break;
    case Fault::none:
        break;
    }
    response.set_content(body, type);
}

} // namespace tracker_api
