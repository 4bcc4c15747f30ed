#pragma once

#include "schema/model.hpp"

#include <string_view>

namespace pgmend::schema {

/// Whether an attribute differs only because the two servers are of different major versions: the same
/// statements give the one value here and the other there. A null value stands for the attribute's default;
/// versions are server_version_num, 0 = not known. Says nothing of texts that newer servers write otherwise.
///
/// What is meant:
/// - schema public belongs to pg_database_owner since 15, before to the superuser who made the cluster, and
///   only since 15 may not everybody create in it;
/// - a sequence behind a column of an unlogged table is unlogged since 15;
/// - ICU locales are stored in a canonical form since 16;
/// - the privilege MAINTAIN exists since 17, and the owner of a table has it;
/// - each server brings its own versions of the extensions along.
bool comes_with_the_version(const ObjectId& id, std::string_view attribute, const Value* expected,
                            int expected_version, const Value* actual, int actual_version);

} // namespace pgmend::schema
