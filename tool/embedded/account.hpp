#pragma once

#include "embedded/descriptor.hpp"

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace pgmend::embedded {

/// The operating system's user that a server runs as.
struct Account {
    uid_t uid = 0;
    gid_t gid = 0;
    std::string name;

    bool operator==(const Account&) const = default;
};

/// The account of this process.
Account current_account();

/// The account a server with its data in `folder` runs as. That is the caller, except for root, which
/// PostgreSQL refuses: then the owner of the folder or of the nearest folder above it that exists; where that
/// is root too, "postgres", else "nobody". Throws Error when there is none of them.
Account server_account(const std::filesystem::path& folder);

/// Makes the folder with mode 0700 for the account; folders above it that are missing get the owner of the
/// folder they are made in. A folder that is there already stays as it is. Throws Error.
void make_private_folder(const std::filesystem::path& folder, const Account& account);

/// Gives the file or folder to the account; does nothing when the caller is not root.
void hand_over(const std::filesystem::path& path, const Account& account);

/// Whether the account can come to the folder and list it.
bool can_reach(const std::filesystem::path& folder, const Account& account);

/// Whether the account can make files in the folder.
bool can_write(const std::filesystem::path& folder, const Account& account);

/// True for a real folder (no symlink) of the account's that nobody else can look into.
bool is_private_folder(const std::filesystem::path& folder, const Account& account);

/// Opens or makes a file of mode 0600 that belongs to the account; never follows a symlink, close-on-exec.
/// `flags` as for open(2). Throws Error.
Descriptor open_private_file(const std::filesystem::path& file, int flags, const Account& account);

} // namespace pgmend::embedded
