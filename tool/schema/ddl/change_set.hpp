#pragma once

#include "schema/ddl/names.hpp"

#include <map>
#include <set>

namespace pgmend::schema::ddl {

class Writer;

/// What to do with an object.
enum class ObjectAction {
    keep,
    create,
    drop,
    recreate, ///< dropped and created again
    alter
};

/// The action for each object, and how objects that depend on dropped ones are preserved.
struct ChangeSet {
    std::map<ObjectId, ObjectAction> actions; ///< without unchanged objects
    std::set<ObjectId> type_changed;          ///< columns whose type is changed
    /// Types that columns still have when the new type is created. They are renamed first and dropped at the
    /// end.
    std::set<ObjectId> renamed_for_swap;
    /// Objects to drop at the end, after other objects have been detached from them.
    std::set<ObjectId> deferred_drops;
    /// Columns and domains whose default is dropped before other objects are.
    std::set<ObjectId> without_default;
    /// What cannot stay while something else goes or changes, whether it differs itself or not.
    std::set<ObjectId> recreated_for_others;
    std::vector<std::string> impossible; ///< changes that are left out because PostgreSQL refuses them

    ObjectAction of(const ObjectId& id) const;
    bool is_dropped(const ObjectId& id) const; ///< including objects that are created again
};

/// Determines the action for each object of both models.
ChangeSet plan_changes(const Writer& writer);

/// The temporary name of a type until it is dropped.
std::string swap_name(const ObjectId& type);

} // namespace pgmend::schema::ddl
