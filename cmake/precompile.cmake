# How the build gets quick: what every file includes is read once, and in a release the many small files of lint and
# schema/ddl are compiled in batches, which shares what they include and what they instantiate.
set(is_release OFF)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(is_release ON)
endif()
option(PGMEND_BATCHES "Compile the files of lint and schema/ddl in batches" ${is_release})

# pgmend_precompile(TARGET <header>...): a precompiled header of these and of the standard headers that most files include.
function(pgmend_precompile target)
  target_precompile_headers(${target} PRIVATE <algorithm> <array> <chrono> <filesystem> <functional> <map> <optional> <set>
    <span> <string> <string_view> <vector> <fmt/format.h> ${ARGN})
endfunction()
