#pragma once

#include "schema/ddl/kind_handler.hpp"

#include <set>
#include <string>
#include <string_view>

namespace pgmend::schema::ddl {

/// A privilege of a grantee. In the model, "SELECT*/alice" means with grant option, granted by alice.
struct Privilege {
    std::string name;
    bool may_grant = false;
    std::string grantor;

    auto operator<=>(const Privilege&) const = default;
};

using Privileges = std::set<Privilege>;

/// The object of GRANT and REVOKE, as SQL.
struct GrantTarget {
    std::string prefix;  ///< "ALTER DEFAULT PRIVILEGES … "
    std::string columns; ///< " (c)"
    std::string on;      ///< "TABLE public.t"
};

/// Writes GRANT and REVOKE statements for one object, one grantee after the other.
class Grants {
  public:
    /// `to_public` are the privileges that PUBLIC has by default.
    Grants(Writer& writer, const Object& to, GrantTarget target, std::string_view owner,
           std::string_view to_public);

    /// Null = the default privileges of the object.
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
