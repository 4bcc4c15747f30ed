#include "catalog/models_by_name.hpp"

#include "pg/quote.hpp"

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Object;
using Owners = std::map<std::string, std::string>; // "s.t." -> t

std::string owner_of(const Object& object, const Owners& owners) {
    if (object.id.kind != Kind::sequence)
        return {};
    const auto column = object.text(object.find("identity_of") != nullptr ? "identity_of" : "owned_by");
    // The greatest beginning that is not behind it: no other table's can lie between.
    auto found = owners.upper_bound(std::string(column));
    return found != owners.begin() && column.starts_with((--found)->first) ? found->second : std::string();
}

} // namespace

ModelsByName::ModelsByName(const schema::Model& model, const schema::Model& whole) {
    Owners owners;
    for (const auto& object : whole.objects)
        if (object.id.kind == Kind::table || object.id.kind == Kind::foreign_table)
            owners.emplace(pg::quote_qualified(object.id.schema, object.id.name) + ".", object.id.name);
    for (const auto& object : model.objects) {
        models_[object.id.parent.empty() ? object.id.name : object.id.parent].objects.push_back(object);
        if (const auto owner = owner_of(object, owners); !owner.empty() && owner != object.id.name)
            models_[owner].objects.push_back(object);
    }
}

} // namespace pgmend::catalog
