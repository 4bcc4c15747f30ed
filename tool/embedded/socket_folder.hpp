#pragma once

#include "embedded/account.hpp"

#include <filesystem>

namespace pgmend::embedded {

/// A folder for the socket of the server with that data folder, private to the account, made when missing.
/// Sockets need short paths (107 bytes), so it lies in /tmp, else in XDG_RUNTIME_DIR; it is not looked for
/// there first, because that folder is emptied when the user logs out, and the server goes on. Its name is
/// made from the data folder's path, so that it stays the same from start to start; where that name is taken
/// by somebody else or by a live socket, another is made. Throws Error.
std::filesystem::path make_socket_folder(const std::filesystem::path& data, const Account& account);

/// Removes the folder and what a server that is gone left in it; a folder that is not the account's own
/// stays.
void remove_socket_folder(const std::filesystem::path& folder, const Account& account) noexcept;

} // namespace pgmend::embedded
