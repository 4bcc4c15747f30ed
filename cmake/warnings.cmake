# An interface target that carries the warnings of this project.
option(PGMEND_WERROR "Warnings are errors" OFF)

add_library(pgmend_warnings INTERFACE)
target_compile_options(pgmend_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers # designated initialisers leave fields at their defaults on purpose
  # GCC 12 sees overlaps and uninitialised strings in inlined std::string that are not there (its bug 105651).
  $<$<CONFIG:Release>:-Wno-restrict -Wno-maybe-uninitialized>
  $<$<BOOL:${PGMEND_WERROR}>:-Werror>)
