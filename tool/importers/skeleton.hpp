#pragma once

#include "revision/revision.hpp"

#include <string>
#include <string_view>

namespace pgmend::importers {

/// The text as SQL comments of at most 100 characters a line.
std::string commented(std::string_view text);

/// A section in place of one that could not be imported: the reason and the source as comments, and a
/// statement that fails when it is run, so that nothing goes on without it; everything else works.
revision::Section skeleton(std::string_view id, std::string_view reason, std::string_view source = {});

/// Whether the section still is one.
bool is_skeleton(const revision::Section& section);

} // namespace pgmend::importers
