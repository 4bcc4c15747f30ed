#include "db/support/cutting_proxy.hpp"

#include <array>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace pgmend::test {
namespace {

int connect_to(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("the proxy cannot reach " + path);
    return descriptor;
}

bool ready(int descriptor, int timeout_ms) {
    pollfd one{descriptor, POLLIN, 0};
    return ::poll(&one, 1, timeout_ms) > 0;
}

} // namespace

CuttingProxy::CuttingProxy(const pg::Dsn& server)
    : socket_(server.get("host") + "/.s.PGSQL." + (server.get("port").empty() ? "5432" : server.get("port"))),
      dsn_(server), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("the proxy cannot listen");
    dsn_.parameters["host"] = "127.0.0.1";
    dsn_.parameters["port"] = std::to_string(ntohs(address.sin_port));
    dsn_.parameters["sslmode"] = "disable";
    dsn_.parameters["gssencmode"] = "disable";
    acceptor_ = std::thread([this] { accept_all(); });
}

CuttingProxy::~CuttingProxy() {
    ends_ = true;
    acceptor_.join();
    for (auto& thread : threads_)
        thread.join();
    ::close(listener_);
}

void CuttingProxy::accept_all() {
    while (!ends_) {
        if (!ready(listener_, 50))
            continue;
        const int client = ::accept(listener_, nullptr, nullptr);
        threads_.emplace_back([this, client] { serve(client); });
    }
}

void CuttingProxy::serve(int client) {
    const int server = connect_to(socket_);
    std::array<char, 65536> buffer{};
    for (bool open = true; open && !ends_;) {
        std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        if (::poll(both.data(), 2, 50) <= 0)
            continue;
        if (both[0].revents != 0) {
            const auto count = ::recv(client, buffer.data(), buffer.size(), 0);
            const std::string_view bytes(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
            // The statement's whole end: a temporary table may have an ON COMMIT in its definition.
            const bool commits = bytes.find(std::string_view("COMMIT\0", 7)) != std::string_view::npos;
            const auto cut = commits ? cut_.exchange(Cut::none) : Cut::none;
            cuts_ += cut != Cut::none ? 1 : 0;
            open = count > 0 && cut == Cut::none;
            if (count > 0 && cut != Cut::before_commit)
                ::send(server, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (cut == Cut::after_commit && ready(server, 5000))
                static_cast<void>(::recv(server, buffer.data(), buffer.size(), 0)); // the answer goes nowhere
        } else if (both[1].revents != 0) {
            const auto count = ::recv(server, buffer.data(), buffer.size(), 0);
            open = count > 0 &&
                   ::send(client, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) == count;
        }
    }
    ::close(client);
    ::close(server);
}

} // namespace pgmend::test
