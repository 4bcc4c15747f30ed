# An interface target that carries the warnings of this project.
option(PGMEND_WERROR "Warnings are errors" OFF)

add_library(pgmend_warnings INTERFACE)
target_compile_options(pgmend_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers # designated initialisers leave fields at their defaults on purpose
  $<$<BOOL:${PGMEND_WERROR}>:-Werror>)
