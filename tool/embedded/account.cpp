#include "embedded/account.hpp"

#include "base/error.hpp"
#include "embedded/process.hpp"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgmend::embedded {
namespace {

namespace fs = std::filesystem;

std::optional<Account> as_account(const passwd* entry) {
    if (entry == nullptr)
        return std::nullopt;
    return Account{.uid = entry->pw_uid, .gid = entry->pw_gid, .name = entry->pw_name};
}

/// The owner of the path, or of the nearest folder above it that exists.
uid_t nearest_owner(const fs::path& path) {
    struct stat info {};
    for (auto at = fs::absolute(path); ::stat(at.c_str(), &info) != 0; at = at.parent_path())
        if (at == at.root_path())
            return 0;
    return info.st_uid;
}

Error file_error(std::string_view what, const fs::path& path) {
    return Error(fmt::format("{} {}: {}", what, path.string(), std::strerror(errno)))
        .with_hint("choose another folder with --embedded DIR, or fix its owner and permissions");
}

void inherit_owner(const fs::path& made) {
    struct stat parent {};
    if (::geteuid() == 0 && ::stat(made.parent_path().c_str(), &parent) == 0) [[maybe_unused]]
        const int ignored = ::lchown(made.c_str(), parent.st_uid, parent.st_gid);
}

void make_parents(const fs::path& folder) {
    if (folder.empty() || fs::exists(folder))
        return;
    make_parents(folder.parent_path());
    if (::mkdir(folder.c_str(), 0755) == 0)
        inherit_owner(folder);
    else if (errno != EEXIST)
        throw file_error("could not create the folder", folder);
}

/// Asks the kernel as the account: access lists and security modules have a say as well as the mode.
bool passes(const char* test, const fs::path& folder, const Account& account) {
    return run({.program = "/bin/sh", .arguments = {"-c", test, "sh", folder.string()}, .account = account})
               .exit_code == 0;
}

} // namespace

Account current_account() {
    const uid_t uid = ::geteuid();
    return as_account(::getpwuid(uid))
        .value_or(Account{.uid = uid, .gid = ::getegid(), .name = fmt::format("uid {}", uid)});
}

Account server_account(const fs::path& folder) {
    if (::geteuid() != 0)
        return current_account();
    if (const uid_t owner = nearest_owner(folder); owner != 0)
        if (const auto account = as_account(::getpwuid(owner)))
            return *account;
    for (const char* name : {"postgres", "nobody"})
        if (const auto account = as_account(::getpwnam(name)))
            return *account;
    throw Error("PostgreSQL cannot run as root, and neither user 'postgres' nor 'nobody' exists")
        .with_hint("run pgmend as an ordinary user, or create one with: useradd --system postgres");
}

void make_private_folder(const fs::path& folder, const Account& account) {
    make_parents(folder.parent_path());
    if (::mkdir(folder.c_str(), 0700) == 0)
        hand_over(folder, account);
    else if (errno != EEXIST)
        throw file_error("could not create the folder", folder);
}

void hand_over(const fs::path& path, const Account& account) {
    if (::geteuid() == 0 && ::lchown(path.c_str(), account.uid, account.gid) != 0)
        throw file_error(fmt::format("could not change the owner to user {}:", account.name), path);
}

bool can_reach(const fs::path& folder, const Account& account) {
    return passes(R"(test -r "$1" && test -x "$1")", folder, account);
}

bool can_write(const fs::path& folder, const Account& account) {
    return passes(R"(test -w "$1" && test -x "$1")", folder, account);
}

bool is_private_folder(const fs::path& folder, const Account& account) {
    struct stat info {};
    return ::lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == account.uid &&
           (info.st_mode & 0077) == 0;
}

Descriptor open_private_file(const fs::path& file, int flags, const Account& account) {
    Descriptor descriptor(::open(file.c_str(), flags | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (descriptor.get() < 0)
        throw file_error("could not open", file);
    if (::geteuid() == 0) [[maybe_unused]]
        const int ignored = ::fchown(descriptor.get(), account.uid, account.gid);
    return descriptor;
}

} // namespace pgmend::embedded
