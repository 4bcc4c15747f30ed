# pgmend_embed_sql(TARGET DIR): every DIR/*.sql becomes `inline constexpr std::string_view pgmend::sql::<name>`
# in the generated header "sql/queries.hpp"; a changed file rebuilds what includes it.
function(pgmend_embed_sql target dir)
  file(GLOB files CONFIGURE_DEPENDS "${dir}/*.sql")
  set(header "${CMAKE_CURRENT_BINARY_DIR}/generated/sql/queries.hpp")
  set(script "${CMAKE_SOURCE_DIR}/cmake/write_queries.cmake")
  add_custom_command(
    OUTPUT "${header}"
    COMMAND "${CMAKE_COMMAND}" "-DHEADER=${header}" "-DDIR=${dir}" -P "${script}"
    DEPENDS ${files} "${script}"
    COMMENT "Embedding ${dir}/*.sql"
    VERBATIM)
  add_custom_target(${target}_sql DEPENDS "${header}")
  add_dependencies(${target} ${target}_sql)
  target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
