# pgmend_embed_text(TARGET FILE MODULE NAME): the file's text as `inline constexpr std::string_view pgmend::MODULE::NAME`
# in the generated header "MODULE/NAME.hpp"; a changed file rebuilds what includes it.
function(pgmend_embed_text target file module name)
  set(header "${CMAKE_CURRENT_BINARY_DIR}/generated/${module}/${name}.hpp")
  set(script "${CMAKE_SOURCE_DIR}/cmake/write_text.cmake")
  add_custom_command(
    OUTPUT "${header}"
    COMMAND "${CMAKE_COMMAND}" "-DHEADER=${header}" "-DFILE=${file}" "-DMODULE=${module}" "-DNAME=${name}" -P "${script}"
    DEPENDS "${file}" "${script}"
    COMMENT "Embedding ${file}"
    VERBATIM)
  add_custom_target(${target}_${name} DEPENDS "${header}")
  add_dependencies(${target} ${target}_${name})
  target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
