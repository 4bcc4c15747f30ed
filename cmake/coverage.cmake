# Counts what the tests execute (preset coverage); scripts/coverage reads the counts.
option(PGMEND_COVERAGE "Build with counters for gcov" OFF)

if(PGMEND_COVERAGE)
  # Threads share counters; and a process that is killed leaves none.
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
