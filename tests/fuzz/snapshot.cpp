// Bytes as a snapshot: read, or refused with a UsageError; what is read and written is read as the same
// again.

#include "schema/snapshot.hpp"
#include "base/error.hpp"

#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pgmend;
    try {
        const auto model = schema::parse_snapshot({reinterpret_cast<const char*>(data), size}, "fuzz.json");
        const auto text = schema::to_snapshot(model);
        if (schema::to_snapshot(schema::parse_snapshot(text, "again.json")) != text)
            std::abort();
    } catch (const UsageError&) { // what a user gets to read
    }
    return 0;
}
