#include "schema/ddl/grants.hpp"

#include "base/quote.hpp"
#include "schema/ddl/kinds.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

constexpr std::string_view none = "(none)";

Privileges parse(std::string_view text) {
    Privileges privileges;
    if (text.empty() || text == none)
        return privileges;
    for (const auto& item : split_list(text)) {
        const auto slash = item.find('/');
        Privilege one{.name = item.substr(0, slash)};
        if (slash != std::string::npos)
            one.grantor = item.substr(slash + 1);
        one.may_grant = one.name.ends_with('*');
        if (one.may_grant)
            one.name.pop_back();
        privileges.insert(std::move(one));
    }
    return privileges;
}

std::string listed(const Privileges& privileges, const std::string& columns, bool may_grant) {
    std::string list;
    for (const auto& one : privileges)
        if (one.may_grant == may_grant)
            list += (list.empty() ? "" : ", ") + one.name + columns;
    return list;
}

Privileges without(const Privileges& all, const Privileges& some) {
    Privileges rest;
    std::ranges::set_difference(all, some, std::inserter(rest, rest.end()));
    return rest;
}

/// Whether GRANT and REVOKE of each by itself can lead there.
bool is_plain(const Privileges& all) {
    return std::ranges::all_of(
        all, [](const Privilege& p) { return !p.may_grant && p.grantor.empty() && p.name != "ALL"; });
}

std::string role(const std::string& grantee) {
    return grantee == "PUBLIC" ? grantee : quote_identifier(grantee);
}

} // namespace

Grants::Grants(Writer& writer, const Object& to, GrantTarget target, std::string_view owner,
               std::string_view to_public)
    : writer_(writer), id_(to.id), target_(std::move(target)), owner_(owner), to_public_(to_public) {}

void Grants::change(const std::string& grantee, const Value* from, const Value* to) {
    const auto current = held(grantee, from);
    const auto wanted = held(grantee, to);
    if (current == wanted)
        return;
    if (is_plain(current) && is_plain(wanted)) {
        revoke(grantee, listed(without(current, wanted), target_.columns, false));
        grant(grantee, without(wanted, current));
    } else {
        if (!current.empty())
            revoke(grantee, "ALL" + target_.columns);
        grant(grantee, wanted);
    }
}

Privileges Grants::held(const std::string& grantee, const Value* value) const {
    if (value != nullptr)
        return parse(display(*value));
    if (grantee == "PUBLIC")
        return parse(to_public_);
    return grantee == owner_ ? parse("ALL") : Privileges();
}

void Grants::revoke(const std::string& grantee, const std::string& what) {
    if (!what.empty())
        writer_.add(
            id_, fmt::format("{}REVOKE {} ON {} FROM {}", target_.prefix, what, target_.on, role(grantee)));
}

void Grants::grant(const std::string& grantee, const Privileges& all) {
    std::set<std::string> grantors;
    for (const auto& one : all)
        grantors.insert(one.grantor);
    for (const auto& grantor : grantors) {
        auto granted = all;
        std::erase_if(granted, [&](const Privilege& p) { return p.grantor != grantor; });
        if (!grantor.empty())
            writer_.add(id_, "SET ROLE " + quote_identifier(grantor));
        for (const bool may_grant : {false, true})
            if (const auto what = listed(granted, target_.columns, may_grant); !what.empty())
                writer_.add(id_, fmt::format("{}GRANT {} ON {} TO {}{}", target_.prefix, what, target_.on,
                                             role(grantee), may_grant ? " WITH GRANT OPTION" : ""));
        if (!grantor.empty())
            writer_.add(id_, "RESET ROLE");
    }
}

} // namespace pgmend::schema::ddl
