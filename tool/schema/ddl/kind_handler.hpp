#pragma once

#include "schema/ddl/writer.hpp"

#include <string_view>

namespace pgmend::schema::ddl {

/// What every kind has in common: owner, comment, privileges, labels. They are set by write_common().
inline constexpr std::string_view common_attributes =
    "owner comment acl.* label.* type.comment type.acl.* own_name not_null_name position relocatable";

/// The functions that create, alter, and drop the objects of one kind.
struct KindHandler {
    Kind kind;
    std::string_view keyword; ///< of CREATE, ALTER, DROP and COMMENT ON
    int rank;                 ///< what comes first when dependencies leave it open
    void (*create)(Writer&, const Object&) = nullptr;
    /// Changes what differs; `from` of a new object is what create() has made of it.
    void (*alter)(Writer&, const Object& from, const Object& to) = nullptr;
    /// Attributes that alter() can change; a difference in another one means drop and create again.
    std::string_view alterable = "";
    /// Attributes that create() leaves to alter().
    std::string_view later = "";
    /// Whether differences in alterable attributes cannot be altered all the same.
    bool (*must_recreate)(const Writer&, const Object& from, const Object& to) = nullptr;
    void (*drop)(Writer&, const Object&) = nullptr; ///< null = DROP keyword name
    /// Before anything is dropped: takes a changed object off what will be.
    void (*detach)(Writer&, const Object& from, const Object& to) = nullptr;
};

/// Every kind has a handler.
const KindHandler& handler_of(Kind kind);

/// Sets owner, comment, privileges and labels where they differ.
void write_common(Writer& writer, const Object& from, const Object& to);

} // namespace pgmend::schema::ddl
