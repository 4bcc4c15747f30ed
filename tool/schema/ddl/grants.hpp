#pragma once

#include "schema/ddl/kind_handler.hpp"

#include <set>
#include <string>
#include <string_view>

namespace pgmend::schema::ddl {

/// One privilege of a grantee; in the model "SELECT*/alice" = with grant option, granted by alice.
struct Privilege {
    std::string name;
    bool may_grant = false;
    std::string grantor;

    auto operator<=>(const Privilege&) const = default;
};

using Privileges = std::set<Privilege>;

/// What GRANT and REVOKE are about, as it stands in them.
struct GrantTarget {
    std::string prefix;  ///< "ALTER DEFAULT PRIVILEGES … "
    std::string columns; ///< " (c)"
    std::string on;      ///< "TABLE public.t"
};

/// Writes GRANT and REVOKE for one object, grantee by grantee.
class Grants {
  public:
    /// `to_public` is what everybody may do without a grant.
    Grants(Writer& writer, const Object& to, GrantTarget target, std::string_view owner,
           std::string_view to_public);

    /// Null = what the object has by itself.
    void change(const std::string& grantee, const Value* from, const Value* to);

  private:
    Privileges held(const std::string& grantee, const Value* value) const;
    void revoke(const std::string& grantee, const std::string& what);
    void grant(const std::string& grantee, const Privileges& all);

    Writer& writer_;
    const ObjectId& id_;
    GrantTarget target_;
    std::string_view owner_, to_public_;
};

} // namespace pgmend::schema::ddl
