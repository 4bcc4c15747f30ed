#pragma once

#include "catalog/compare.hpp"

namespace pgmend::catalog {

/// compare_created() of a CREATE PUBLICATION: it has no schema, so its copy bears another name, and publishes
/// empty copies of the tables.
Comparison compare_publication(pg::Connection& connection, const Creation& creation);

} // namespace pgmend::catalog
