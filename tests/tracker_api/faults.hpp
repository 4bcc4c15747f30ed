#pragma once
/// What goes wrong with a real API, on purpose and by chance.

#include <map>
#include <mutex>
#include <random>
#include <string>

#include <httplib.h>

namespace tracker_api {

enum class Fault {
    none,
    too_many,     ///< 429 with Retry-After
    server_error, ///< 503 with a page of HTML
    closed,       ///< the connection ends before an answer
    half,         ///< and in the middle of one whose length was announced
    half_chunked, ///< and of one in chunks, compressed
    silent_half,  ///< and of one that ends where the connection does: nobody can tell, but for the JSON
    slow,         ///< an answer that takes its time
};

/// Draws faults, and counts what was asked for and what went wrong. For several threads.
class Chance {
  public:
    /// percent: of a hundred requests, how many fail.
    Chance(double percent, unsigned seed) : percent_(percent), random_(seed) {}

    Fault draw();
    void count(const std::string& what);

    /// The counts so far, as a JSON object; they start from nothing again.
    std::string take_counts();

  private:
    std::mutex mutex_;
    double percent_;
    std::mt19937 random_;
    std::map<std::string, int> counts_;
};

/// Ends the connection of the request at once; what was written into it still arrives.
void cut(const httplib::Request& request);

/// Makes of an answer the same answer with the fault. The body is that of the whole one.
void send(const httplib::Request& request, httplib::Response& response, std::string body, Fault fault);

} // namespace tracker_api
