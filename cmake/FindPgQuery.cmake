# libpg_query: PostgreSQL's own parser as a library, and protobuf-c, which reads its parse trees.
find_path(PgQuery_INCLUDE_DIR pg_query.h)
set(kinds_wanted "${CMAKE_FIND_LIBRARY_SUFFIXES}")
if(PGMEND_SELF_CONTAINED)
  list(PREPEND CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()
find_library(PgQuery_LIBRARY pg_query)
find_library(PgQuery_PROTOBUF_C_LIBRARY protobuf-c)
set(CMAKE_FIND_LIBRARY_SUFFIXES "${kinds_wanted}")
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PgQuery
  REQUIRED_VARS PgQuery_LIBRARY PgQuery_PROTOBUF_C_LIBRARY PgQuery_INCLUDE_DIR)
if(PgQuery_FOUND AND NOT TARGET PgQuery::PgQuery)
  add_library(PgQuery::PgQuery UNKNOWN IMPORTED)
  set_target_properties(PgQuery::PgQuery PROPERTIES
    IMPORTED_LOCATION "${PgQuery_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${PgQuery_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${PgQuery_PROTOBUF_C_LIBRARY}")
endif()
