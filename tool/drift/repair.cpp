#include "drift/repair.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace pgmend::drift {
namespace {

using schema::Change;
using schema::Finding;
using schema::Model;
using schema::Object;
using schema::ObjectId;

using Key = std::pair<ObjectId, std::string>;

/// Brings what is in `from` under the identity, and what is inside it, over to `to`, or takes it away there.
class Adoption {
  public:
    Adoption(Model& target, const Model& live) : target_(target), live_(live) {}

    void adopt(const Finding& finding) {
        if (finding.change == Change::different)
            adopt_attribute(finding.object, finding.attribute);
        else if (finding.change == Change::missing)
            std::erase_if(target_.objects, [&](const Object& o) { return belongs(o, finding.object); });
        else
            for (const auto& object : live_.objects)
                if (belongs(object, finding.object))
                    add(object);
    }

    void adopt_attribute(const ObjectId& id, const std::string& attribute) {
        auto* object = find(id);
        const auto* live = live_.find(id);
        if (object == nullptr || live == nullptr)
            return;
        if (const auto* value = live->find(attribute))
            object->set(attribute, *value);
        else
            object->erase(attribute);
    }

    void adopt_family(const ObjectId& id, const std::string& family) {
        auto* object = find(id);
        const auto* live = live_.find(id);
        if (object == nullptr || live == nullptr)
            return;
        const auto fits = [&](const std::string& name) { return family.empty() || name.starts_with(family); };
        std::erase_if(object->attributes, [&](const schema::Attribute& a) { return fits(a.name); });
        for (const auto& attribute : live->attributes)
            if (fits(attribute.name))
                object->set(attribute.name, attribute.value);
    }

  private:
    Object* find(const ObjectId& id) {
        const auto found = std::ranges::find(target_.objects, id, &Object::id);
        return found == target_.objects.end() ? nullptr : &*found;
    }

    void add(const Object& object) {
        if (find(object.id) == nullptr)
            target_.objects.push_back(object);
    }

    /// The object itself, what is in it, and what stands behind a column or a constraint of it.
    static bool belongs(const Object& object, const ObjectId& holder) {
        if (object.id == holder)
            return true;
        if (object.id.schema == holder.schema && !object.id.parent.empty() &&
            object.id.parent == holder.name && holder.parent.empty())
            return true;
        if (holder.kind == schema::Kind::constraint && object.id.kind == schema::Kind::index)
            return object.id.parent == holder.parent && object.id.schema == holder.schema &&
                   object.text("constraint") == holder.name;
        return object.id.kind == schema::Kind::sequence &&
               (object.text("owned_by").starts_with(display(holder) + ".") ||
                object.text("owned_by") == display(holder) ||
                object.text("identity_of").starts_with(display(holder) + ".") ||
                object.text("identity_of") == display(holder));
    }

    Model& target_;
    const Model& live_;
};

} // namespace

void adopt(Model& target, const Model& source, const Finding& finding) {
    Adoption(target, source).adopt(finding);
}

std::set<Key> alike(const std::vector<Finding>& same_meaning) {
    std::set<Key> keys;
    for (const auto& finding : same_meaning)
        keys.insert({finding.object, finding.attribute});
    return keys;
}

Model target_of(const Model& wanted, const Model& live, const std::vector<Finding>& findings,
                const std::vector<Finding>& same_meaning) {
    auto target = wanted;
    auto kept = alike(same_meaning);
    kept.merge(alike(findings));
    Adoption adoption(target, live);
    const auto diff = schema::diff(wanted, live);
    for (const auto& finding : diff.findings)
        if (!kept.contains({finding.object, finding.attribute}))
            adoption.adopt(finding);
    for (const auto& undecided : diff.undecided) {
        auto family = undecided.attribute;
        if (family.ends_with(".*"))
            family.pop_back();
        adoption.adopt_family(undecided.object, family);
    }
    target.sort();
    return target;
}

} // namespace pgmend::drift
