#pragma once

#include "schema/model.hpp"

#include <string_view>

namespace pgmend::schema {

/// Whether an attribute differs only because the two servers have different major versions, that is, because
/// the same statements result in different values on them. A null value is the default of the attribute.
/// Versions are server_version_num, 0 = not known. Texts that newer servers print differently are not
/// covered.
///
/// The following differences are covered:
///
/// - since 15, schema public belongs to pg_database_owner instead of the bootstrap superuser, and PUBLIC may
///   not create objects in it;
/// - a sequence of a column of an unlogged table is unlogged since 15;
/// - ICU locales are stored in a canonical form since 16;
/// - the privilege MAINTAIN exists since 17, and the owner of a table has it;
/// - each server has its own versions of the extensions.
bool comes_with_the_version(const ObjectId& id, std::string_view attribute, const Value* expected,
                            int expected_version, const Value* actual, int actual_version);

} // namespace pgmend::schema
