#pragma once

#include "drift/file_names.hpp"
#include "drift/world.hpp"
#include "pg/connection.hpp"

#include <functional>
#include <set>
#include <string>

namespace pgmend::drift {

/// What was made in an empty database so that it is the world's.
struct Setup {
    std::set<std::string> roles;   ///< besides the one that runs the files
    std::set<std::string> objects; ///< schemas and extensions that the files may want to create again
};

/// Who makes it, and where.
struct Builder {
    pg::Connection& admin; ///< a superuser's connection to the database, if possible
    bool own_server = true;
    std::function<void(const std::string& role)> note_role; ///< told of each role that is made
};

/// Makes the world's role, the roles that files name but do not make, schemas, extensions and privileges, and
/// runs the prelude. Throws SqlError.
Setup set_up(const Builder& builder, const World& world, const FileNames& names);

/// Creates a role that owns nothing and lets the world's role act as it; false when it exists already.
bool make_role(const Builder& builder, const World& world, const std::string& name);

} // namespace pgmend::drift
