#include "sync/rejects.hpp"

#include "base/error.hpp"
#include "revision/utf8.hpp"
#include "sync/json_text.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgmend::sync {
namespace {

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k <= bytes.size() ? letters[group >> (18 - 6 * k) & 63] : '=';
    }
    return text;
}

/// Text that may hold anything, as a JSON string.
std::string readable(std::string text) {
    for (auto at = revision::bad_byte(text); at != std::string::npos; at = revision::bad_byte(text))
        text.replace(at, 1, "\uFFFD");
    return json::quoted(text);
}

} // namespace

std::string reject_line(const RawIssue& issue, const Reject& reject) {
    auto line =
        fmt::format(R"({{"source":{},"line":{},"offset":{},"kind":{},"reason":{})", readable(issue.source),
                    issue.line, issue.offset, json::quoted(reject.kind), readable(reject.reason));
    if (!reject.tracker_id.empty())
        line += fmt::format(R"(,"id":{})", readable(reject.tracker_id));
    if (!reject.key.empty())
        line += fmt::format(R"(,"key":{})", readable(reject.key));
    if (revision::bad_byte(issue.text) == std::string::npos)
        line += fmt::format(R"(,"input":{})", json::quoted(issue.text));
    else
        line += fmt::format(R"(,"input_base64":"{}")", base64(issue.text));
    return line + "}\n";
}

RejectFile::RejectFile(std::string path, long long max_rejects)
    : path_(std::move(path)), max_rejects_(max_rejects) {}

void RejectFile::open() {
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw Error(fmt::format("could not write reject file '{}': {}", path_, std::strerror(errno)))
            .with_hint("use --rejects to choose another file");
    struct stat facts {};
    if (::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_uid == ::geteuid())
        ::fchmod(descriptor, 0600); // one that was there before may have been open to others
    ::close(descriptor);
    file_.open(path_, std::ios::app | std::ios::binary);
}

void RejectFile::add(const RawIssue& issue, const Reject& reject) {
    const std::lock_guard lock(mutex_);
    if (!file_.is_open())
        open();
    file_ << reject_line(issue, reject) << std::flush;
    if (!file_)
        throw Error(fmt::format("could not write reject file '{}'", path_));
    ++count_;
    ++kinds_[reject.kind];
    if (max_rejects_ >= 0 && count_ > max_rejects_)
        throw Error(
            fmt::format("more than {} issues were rejected; the last one: {}", max_rejects_, reject.reason))
            .with_detail(fmt::format("The rejected issues are in {}.", path_))
            .with_hint("loaded issues are kept; raise --max-rejects to allow more");
}

long long RejectFile::count() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

std::map<std::string, long long> RejectFile::kinds() const {
    const std::lock_guard lock(mutex_);
    return kinds_;
}

} // namespace pgmend::sync
