#pragma once

#include <string>
#include <string_view>

namespace pgmend::importers {

/// The checksum of a file as in flyway_schema_history: the CRC-32 of its lines without their line ends, as a
/// signed number. The text must have LF line ends and no BOM.
std::string flyway_checksum(std::string_view text);

} // namespace pgmend::importers
