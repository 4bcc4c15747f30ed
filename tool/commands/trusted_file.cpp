#include "commands/trusted_file.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgmend::commands {
namespace {

/// The group that many systems make for each user, with nobody else in it.
bool is_own_group(gid_t group) {
    const auto* user = getpwuid(geteuid());
    if (user == nullptr || user->pw_gid != group)
        return false;
    const std::string name = user->pw_name;
    const auto* members = getgrgid(group);
    return members != nullptr && name == members->gr_name && members->gr_mem[0] == nullptr;
}

bool others_may_write(const struct stat& info) {
    return (info.st_mode & S_IWOTH) != 0 || ((info.st_mode & S_IWGRP) != 0 && !is_own_group(info.st_gid));
}

} // namespace

std::string distrusted(const std::filesystem::path& file, bool in_working_directory) {
    struct stat info {
    }, folder{};
    if (::stat(file.c_str(), &info) != 0 || ::stat(file.parent_path().c_str(), &folder) != 0)
        return {}; // reading it says what is wrong
    const auto is_ours = [](const struct stat& one) { return one.st_uid == geteuid() || one.st_uid == 0; };
    const bool same_owner = in_working_directory && info.st_uid == folder.st_uid;
    if (!is_ours(info) && !same_owner)
        return fmt::format("it belongs to another user (uid {})", info.st_uid);
    if (others_may_write(info))
        return "others may write it";
    // Where only owners may remove files, nobody can have put another in its place.
    const bool kept = (folder.st_mode & S_ISVTX) != 0 && info.st_uid == geteuid();
    if ((!is_ours(folder) && !same_owner) || (others_may_write(folder) && !kept))
        return "others may write its folder";
    return {};
}

} // namespace pgmend::commands
