# The Debian package, made by CPack; scripts/package calls it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pgmend)
set(CPACK_PACKAGE_VENDOR "pgmend developers")
set(CPACK_PACKAGE_CONTACT "pgmend developers <pgmend@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "migrations, drift and maintenance for PostgreSQL schemas")
set(CPACK_PACKAGE_DESCRIPTION
"pgmend migrates a PostgreSQL schema by plain SQL files on Alembic's version
table, and looks before it changes: what exists already and is equal is skipped,
what differs stops everything before the first statement.
.
It tells when a schema has drifted and mends it, says of SQL what is dangerous on
a busy database, deletes duplicate rows and builds indexes beside a working one.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
  WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libcurl is loaded by `sync` only, a server is started by --embedded and verify only: who needs neither can
# install without recommendations.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "postgresql, libcurl4, ca-certificates")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "alembic")
include(CPack)
