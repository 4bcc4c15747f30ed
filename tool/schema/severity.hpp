#pragma once

#include "schema/model.hpp"

#include <string_view>

namespace pgmend::schema {

/// How a difference affects the users of the database, from the least to the most severe.
enum class Severity { cosmetic, performance, behaviour, breaking };

/// How an object differs.
enum class Change { missing, unexpected, different };

std::string_view to_string(Severity severity) noexcept;
std::string_view to_string(Change change) noexcept;

/// The severity of a missing object.
Severity severity_of_missing(const Object& expected);
/// The severity of an unexpected object.
Severity severity_of_unexpected(const Object& actual);
/// The severity of a different value of an attribute.
Severity severity_of_different(const Object& expected, std::string_view attribute);

} // namespace pgmend::schema
