#pragma once

#include "schema/ddl/names.hpp"

#include <map>
#include <set>

namespace pgmend::schema::ddl {

class Writer;

/// What becomes of an object.
enum class Fate {
    keep,
    create,
    drop,
    rebuild, ///< dropped and made again
    alter
};

/// What becomes of all of them, and how what depends on what goes is kept alive.
struct Fates {
    std::map<ObjectId, Fate> fates; ///< without those that are kept as they are
    std::set<ObjectId> retyped;     ///< columns that get their type anew
    /// Types that columns are still of when their successor is made: they are put aside under another name.
    std::set<ObjectId> put_aside;
    /// Dropped at the end, since what stays is taken off them on the way.
    std::set<ObjectId> dropped_late;
    std::set<ObjectId> without_default; ///< columns whose default must be gone before the drops

    Fate of(const ObjectId& id) const;
    bool goes(const ObjectId& id) const; ///< dropped, be it to be made again
};

/// Decides for every object of both models.
Fates decide_fates(const Writer& writer);

/// The name under which a type is put aside.
std::string aside_name(const ObjectId& type);

} // namespace pgmend::schema::ddl
