#pragma once

#include "schema/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::catalog {

/// The statements that create an attribute of an object in the temporary schema, so that sql::canonical_text
/// can read how the server prints it. Empty if the attribute is not a text that the server prints, or cannot
/// be created separately from its object. The tables that the text refers to must exist in the database.
std::vector<std::string> canonical_ddl(const schema::Object& object, std::string_view attribute);

} // namespace pgmend::catalog
