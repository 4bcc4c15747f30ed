# What makes a fault in memory end the process instead of running somebody's code: checked by tests/scripts/hardened_test.
# In what is shipped; a build for everyday work is to be quick.
set(PGMEND_SHIPPED $<CONFIG:Release,RelWithDebInfo,MinSizeRel>)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  include(CheckPIESupported)
  check_pie_supported()
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()
# CMake compiles static libraries for shared ones, in which any function could be replaced by another; none is.
add_compile_options($<${PGMEND_SHIPPED}:-fno-semantic-interposition> $<${PGMEND_SHIPPED}:-fstack-protector-strong>)
add_link_options($<${PGMEND_SHIPPED}:LINKER:-z,relro,-z,now,-z,noexecstack>)
# Sanitizers have checks of their own for the functions that this one replaces.
if(NOT PGMEND_SANITIZE)
  add_compile_options($<${PGMEND_SHIPPED}:-U_FORTIFY_SOURCE> $<${PGMEND_SHIPPED}:-D_FORTIFY_SOURCE=2>)
endif()
