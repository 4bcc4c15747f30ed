#pragma once

#include "catalog/compare.hpp"

namespace pgmend::catalog {

/// compare_created() for CREATE PUBLICATION. A publication is not in a schema, so its copy has another name
/// and publishes empty copies of the tables.
Comparison compare_publication(pg::Connection& connection, const Creation& creation);

} // namespace pgmend::catalog
