# An executable that loads no C++ library at its start: half the time of a command with nothing to do was the loader's,
# and one file can be copied to a machine that has libpq only. libpq itself stays shared: it is what the system updates
# for security, with the TLS and Kerberos libraries behind it.
option(PGMEND_SELF_CONTAINED "Link everything but libpq and libc into the executable" OFF)

if(PGMEND_SELF_CONTAINED)
  include(CheckLinkerFlag)
  check_linker_flag(CXX LINKER:-z,pack-relative-relocs PGMEND_PACKS_RELOCATIONS)
  add_link_options($<$<BOOL:${PGMEND_PACKS_RELOCATIONS}>:LINKER:-z,pack-relative-relocs>)
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-static-libstdc++ -static-libgcc LINKER:--as-needed,--gc-sections,-O1,--strip-all)
endif()
