#include "statement/impact.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

using enum LockMode;

std::string as_text(const std::string& schema, const std::string& name) {
    return schema.empty() ? name : schema + "." + name;
}

} // namespace

std::string_view to_string(LockMode mode) {
    switch (mode) {
    case none:
        return "";
    case access_share:
        return "AccessShareLock";
    case row_share:
        return "RowShareLock";
    case row_exclusive:
        return "RowExclusiveLock";
    case share_update_exclusive:
        return "ShareUpdateExclusiveLock";
    case share:
        return "ShareLock";
    case share_row_exclusive:
        return "ShareRowExclusiveLock";
    case exclusive:
        return "ExclusiveLock";
    case access_exclusive:
        break;
    }
    return "AccessExclusiveLock";
}

std::string_view blocks(LockMode mode) {
    switch (mode) {
    case access_exclusive:
        return "reads or writes";
    case exclusive:
    case share_row_exclusive:
    case share:
        return "writes";
    case share_update_exclusive:
        return "other DDL or VACUUM";
    case row_exclusive:
    case row_share:
    case access_share:
    case none:
        break;
    }
    return "";
}

std::string_view to_string(Work work) {
    switch (work) {
    case Work::instant:
        return "instant";
    case Work::scan:
        return "scan";
    case Work::build:
        return "build";
    case Work::rewrite:
        return "rewrite";
    case Work::rows:
        return "rows";
    case Work::unknown:
        break;
    }
    return "unknown";
}

void ImpactBuilder::lock_named(const std::string& relation, LockMode mode, std::string why) {
    const auto known = std::ranges::find(impact_.locks, relation, &RelationLock::relation);
    if (known != impact_.locks.end())
        known->mode = std::max(known->mode, mode);
    else
        impact_.locks.push_back({.relation = relation, .mode = mode, .why = std::move(why)});
}

void ImpactBuilder::lock(const ObjectName& object, LockMode mode, std::string why) {
    const auto* known = facts_ != nullptr ? facts_->find(object.schema, object.name) : nullptr;
    if (facts_ != nullptr && known == nullptr)
        return; // it is yet to be made, and nobody waits for it
    lock_named(known != nullptr ? known->name : as_text(object.schema, object.name), mode, std::move(why));
}

void ImpactBuilder::lock(const PgQuery__RangeVar* relation, LockMode mode, std::string why) {
    lock(relation_name(ObjectKind::table, relation), mode, std::move(why));
}

void ImpactBuilder::lock_tree(const PgQuery__RangeVar* relation, LockMode mode) {
    lock(relation, mode);
    if (const auto* known = facts_of(relation); known != nullptr && relation->inh != 0)
        for (const auto& part : known->partitions)
            lock_named(part, mode, "partition");
}

void ImpactBuilder::work(Work work, std::string note) {
    if (work < impact_.work || (work == impact_.work && !impact_.note.empty()))
        return;
    impact_.work = work;
    impact_.note = std::move(note);
}

const RelationFacts* ImpactBuilder::facts_of(const PgQuery__RangeVar* relation) const {
    return facts_ != nullptr ? facts_->find(relation->schemaname, relation->relname) : nullptr;
}

Impact ImpactBuilder::take() {
    std::ranges::stable_sort(impact_.locks, std::greater(), &RelationLock::mode);
    return std::move(impact_);
}

} // namespace pgmend::statement
