#pragma once

#include "schema/ddl/writer.hpp"

#include <map>
#include <string>
#include <vector>

namespace pgmend::schema::ddl {

/// The objects that need an object.
using Dependents = std::map<ObjectId, std::vector<const Object*>>;

/// Why PostgreSQL refuses a change of a type, or a new constraint of a domain (`from` is then `to`), because
/// of where the type is used; empty when it does not.
std::string why_refused(const Writer& writer, const Dependents& dependents, const Object& from,
                        const Object& to);

} // namespace pgmend::schema::ddl
