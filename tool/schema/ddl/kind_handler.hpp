#pragma once

#include "schema/ddl/writer.hpp"

#include <string_view>

namespace pgmend::schema::ddl {

/// The attributes that all kinds have in common: owner, comment, privileges, labels. write_common() sets
/// them.
inline constexpr std::string_view common_attributes =
    "owner comment acl.* label.* type.comment type.acl.* own_name not_null_name position relocatable";

/// The functions that create, alter, and drop the objects of one kind.
struct KindHandler {
    Kind kind;
    std::string_view keyword; ///< the keyword after CREATE, ALTER, DROP and COMMENT ON
    int rank;                 ///< order of kinds where dependencies do not determine it
    void (*create)(Writer&, const Object&) = nullptr;
    /// Changes attributes that differ. For a new object, `from` is the result of create().
    void (*alter)(Writer&, const Object& from, const Object& to) = nullptr;
    /// Attributes that alter() can change. If another attribute differs, the object is dropped and created
    /// again.
    std::string_view alterable = "";
    /// Attributes that create() does not set and alter() sets.
    std::string_view later = "";
    /// Whether the object must be created again even though only alterable attributes differ.
    bool (*must_recreate)(const Writer&, const Object& from, const Object& to) = nullptr;
    void (*drop)(Writer&, const Object&) = nullptr; ///< null = DROP keyword name
    /// Called before anything is dropped: detaches a changed object from objects that will be dropped.
    void (*detach)(Writer&, const Object& from, const Object& to) = nullptr;
};

/// The handler of a kind. Every kind has one.
const KindHandler& handler_of(Kind kind);

/// Sets owner, comment, privileges and labels if they differ.
void write_common(Writer& writer, const Object& from, const Object& to);

} // namespace pgmend::schema::ddl
