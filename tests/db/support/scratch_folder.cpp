#include "db/support/scratch_folder.hpp"

#include <stdexcept>
#include <string>

#include <stdlib.h>
#include <sys/stat.h>

namespace pgmend::test {

ScratchFolder::ScratchFolder() {
    // Memory where there is any: initdb writes a thousand files.
    const std::filesystem::path memory = "/dev/shm";
    const auto base = std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    std::string name = base / "pgmend-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("cannot make " + name);
    // Run by root, the server is another user's.
    ::chmod(name.c_str(), 0755);
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace pgmend::test
