# Script of pgmend_embed_text: writes HEADER from FILE.
file(READ "${FILE}" body)
get_filename_component(source "${FILE}" NAME)
string(REPLACE "/" "::" namespace "pgmend/${MODULE}")
file(WRITE "${HEADER}" "#pragma once\n// Generated from ${source} by cmake/write_text.cmake.\n#include <string_view>\n\nnamespace ${namespace} {\ninline constexpr std::string_view ${NAME} = R\"pgmend_text(${body})pgmend_text\";\n} // namespace ${namespace}\n")
