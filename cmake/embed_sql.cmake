# pgmend_embed_sql(TARGET DIR): every DIR/*.sql becomes `inline constexpr std::string_view pgmend::sql::<name>`
# in the generated header "sql/queries.hpp", with every name in it qualified; a changed file rebuilds what includes it.
function(pgmend_embed_sql target dir)
  file(GLOB files CONFIGURE_DEPENDS "${dir}/*.sql")
  set(header "${CMAKE_CURRENT_BINARY_DIR}/generated/sql/queries.hpp")
  add_custom_command(
    OUTPUT "${header}"
    COMMAND pgmend_write_queries "${header}" ${files}
    DEPENDS ${files} pgmend_write_queries
    COMMENT "Embedding ${dir}/*.sql"
    VERBATIM)
  add_custom_target(${target}_sql DEPENDS "${header}")
  add_dependencies(${target} ${target}_sql)
  target_include_directories(${target} PUBLIC "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
