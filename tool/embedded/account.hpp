#pragma once

#include "embedded/descriptor.hpp"

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace pgmend::embedded {

/// The operating system user that runs a server.
struct Account {
    uid_t uid = 0;
    gid_t gid = 0;
    std::string name;

    bool operator==(const Account&) const = default;
};

/// The user of this process.
Account current_account();

/// The user that runs a server whose data is in `folder`. That is the user of this process unless it is root,
/// because PostgreSQL does not run as root. For root, it is the owner of the folder, or of its nearest
/// existing parent; if that is root, it is "postgres", otherwise "nobody". Throws Error if none of these
/// exists.
Account server_account(const std::filesystem::path& folder);

/// Creates the folder with mode 0700 for the account. Missing parents get the owner of the folder in which
/// they are created. An existing folder is not changed. Throws Error.
void make_private_folder(const std::filesystem::path& folder, const Account& account);

/// Makes the account the owner of the file or folder. Does nothing if the caller is not root.
void hand_over(const std::filesystem::path& path, const Account& account);

/// Whether the account can reach and list the folder.
bool can_reach(const std::filesystem::path& folder, const Account& account);

/// Whether the account can create files in the folder.
bool can_write(const std::filesystem::path& folder, const Account& account);

/// Whether this is a real folder (not a symlink) that belongs to the account and that no other user can read.
bool is_private_folder(const std::filesystem::path& folder, const Account& account);

/// Opens or creates a file with mode 0600 that belongs to the account. Does not follow symlinks; sets
/// close-on-exec. `flags` as for open(2). Throws Error.
Descriptor open_private_file(const std::filesystem::path& file, int flags, const Account& account);

} // namespace pgmend::embedded
