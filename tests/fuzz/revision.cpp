// Bytes as a revision file: parsed, or refused with a UsageError; nothing else.

#include "base/error.hpp"
#include "revision/file.hpp"

#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::string> warnings;
    try {
        pgmend::revision::parse({reinterpret_cast<const char*>(data), size}, "fuzz.sql", warnings);
    } catch (const pgmend::UsageError&) { // what a user gets to read
    }
    return 0;
}
