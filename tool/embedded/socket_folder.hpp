#pragma once

#include "embedded/account.hpp"

#include <filesystem>

namespace pgmend::embedded {

/// Returns a folder for the socket of the server with this data folder, and creates it if necessary. Only the
/// account can use it. The path must be short (107 bytes), so the folder is in /tmp, otherwise in
/// XDG_RUNTIME_DIR, which is only the second choice because it is emptied when the user logs out, while the
/// server keeps running. The name is derived from the path of the data folder, so that it is the same at each
/// start; if the name is used by another user or by a running server, another one is chosen. Throws Error.
std::filesystem::path make_socket_folder(const std::filesystem::path& data, const Account& account);

/// Removes the folder and the files of a server that no longer runs. A folder that does not belong to the
/// account is not removed.
void remove_socket_folder(const std::filesystem::path& folder, const Account& account) noexcept;

} // namespace pgmend::embedded
