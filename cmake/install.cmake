# What `cmake --install` and the package put where: the executable, its completions, the manual, the docs.
option(PGMEND_MANUAL "Make the man pages with everything else" ${PGMEND_SELF_CONTAINED})
set(PGMEND_ZSH_COMPLETIONS "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" CACHE STRING
  "Folder of zsh's completions; Debian's own zsh also looks into share/zsh/vendor-completions")

install(TARGETS pgmend RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES completions/pgmend.bash RENAME pgmend
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES completions/_pgmend DESTINATION "${PGMEND_ZSH_COMPLETIONS}")
install(FILES completions/pgmend.fish DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES LICENSE RENAME copyright DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}" FILES_MATCHING PATTERN "*.md" PATTERN "*.svg")
install(DIRECTORY docs/schemas DESTINATION "${CMAKE_INSTALL_DOCDIR}/docs" FILES_MATCHING PATTERN "*.json")

if(PGMEND_MANUAL)
  find_program(PGMEND_GZIP gzip REQUIRED)
  set(manual "${CMAKE_CURRENT_BINARY_DIR}/manual")
  file(GLOB pages CONFIGURE_DEPENDS docs/*.md)
  add_custom_command(
    OUTPUT "${manual}/made" "${manual}/changelog.gz"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${manual}"
    COMMAND pgmend_manual "${CMAKE_CURRENT_SOURCE_DIR}/docs" "${manual}/man"
    COMMAND sh -c "cd '${manual}/man' && '${PGMEND_GZIP}' -9n *.[17]"
    COMMAND sh -c "'${PGMEND_GZIP}' -9nc '${CMAKE_CURRENT_SOURCE_DIR}/CHANGELOG.md' > '${manual}/changelog.gz'"
    COMMAND "${CMAKE_COMMAND}" -E touch "${manual}/made"
    DEPENDS pgmend_manual ${pages} CHANGELOG.md
    COMMENT "Writing the manual"
    VERBATIM)
  add_custom_target(manual ALL DEPENDS "${manual}/made")
  foreach(section 1 7)
    install(DIRECTORY "${manual}/man/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}"
      FILES_MATCHING PATTERN "*.${section}.gz")
  endforeach()
  install(FILES "${manual}/changelog.gz" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
endif()
