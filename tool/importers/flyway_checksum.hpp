#pragma once

#include <string>
#include <string_view>

namespace pgmend::importers {

/// A file's checksum as flyway_schema_history notes it: CRC-32 of its lines without their ends, as a signed
/// number. The text has LF line ends and no BOM.
std::string flyway_checksum(std::string_view text);

} // namespace pgmend::importers
