#pragma once

#include "schema/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::catalog {

/// The statements that give an attribute of an object to the server in the temporary schema, so that
/// sql::canonical_text can tell how it writes the text out; empty for what is no text of the server's or
/// cannot be made apart from its object. The tables that the text is about must be in the database.
std::vector<std::string> canonical_ddl(const schema::Object& object, std::string_view attribute);

} // namespace pgmend::catalog
