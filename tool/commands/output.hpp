#pragma once

#include "report/style.hpp"

#include <string>
#include <string_view>

namespace pgmend::commands {

/// Everything that pgmend prints goes through here, since most of it holds names, values and messages that
/// are somebody else's. Control characters become visible (base/visible.hpp); colors are report::Style's.

/// In which language results are written from now on.
void set_output_format(report::Format format);

/// Text for a person.
std::string for_person(std::string_view text);
/// A result on stdout, in the language that was set.
std::string for_output(std::string_view result);

/// To stdout: a script or a document that another program reads, byte for byte, unless a terminal shows it.
void print_exact(std::string_view text);

} // namespace pgmend::commands
