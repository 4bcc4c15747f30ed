#pragma once

#include "schema/model.hpp"

#include <string_view>

namespace pgmend::schema {

/// How much a difference matters to those who use the database; from the least to the most.
enum class Severity { cosmetic, performance, behaviour, breaking };

/// What is different about an object.
enum class Change { missing, unexpected, different };

std::string_view to_string(Severity severity) noexcept;
std::string_view to_string(Change change) noexcept;

/// The severity of an object that should be there and is not.
Severity severity_of_missing(const Object& expected);
/// The severity of an object that is there and should not be.
Severity severity_of_unexpected(const Object& actual);
/// The severity of an attribute whose value differs.
Severity severity_of_different(const Object& expected, std::string_view attribute);

} // namespace pgmend::schema
