#pragma once

#include <string>

namespace pgmend::diagnose {

/// A message or a detail of the server's without the values that it quotes; names of tables, columns and
/// their like stay. Rather too little is kept than too much: a value may itself hold quotes and brackets.
std::string without_values(const std::string& text);

/// A context of the server's: the lines that name functions, COPY's place and that there was a statement;
/// "…" for all others.
std::string context_without_values(const std::string& context);

} // namespace pgmend::diagnose
