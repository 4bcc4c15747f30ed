#pragma once

#include "catalog/existence.hpp"
#include "statement/statement.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace pgmend::migrate {

/// Records what statements that are run may have changed, in order to determine whether earlier information
/// from the catalog is still valid. Names are compared without their schemas, so that in doubt an object
/// counts as touched.
class Touched {
  public:
    /// Records a statement that is run.
    void add(const statement::Statement& statement);
    /// The settings of the session end with the section.
    void end_section() { names_shift_ = shapes_ = false; }

    /// Whether an object that did not exist may exist now.
    bool may_exist(const statement::Effect& effect) const;
    /// Whether an object that existed may not exist any longer.
    bool may_be_gone(const statement::Effect& effect, const catalog::Existing& before) const;
    /// Whether an object that existed may not exist any longer, or may be another one.
    bool may_differ(const statement::Effect& effect, const catalog::Existing& before) const;
    /// Whether the information about the object may no longer be valid.
    bool covers(const statement::Effect& effect, const catalog::Existing& before) const {
        return before.present() ? may_differ(effect, before) : may_exist(effect);
    }
    /// Whether the last statement that affects the object has certainly created it.
    bool is_made(const statement::ObjectName& object) const;
    /// Whether a statement has altered the relation or dropped something that belongs to it.
    bool has_changed(const std::string& relation) const { return changed_.contains(relation); }
    /// Whether a statement has created a relation with this name.
    bool made_relation(const std::string& name) const { return made_relations_.contains(name); }
    /// Whether a statement may have dropped, renamed or hidden objects that it does not name: objects that
    /// belong to a table, partitions of a parent, and objects that are hidden by another schema or a
    /// temporary table.
    bool disturbed() const { return disturbed_; }
    /// Whether an object that did not exist may exist now although no statement names it: the server chooses
    /// names for objects that belong to tables, and temporary tables and schemas hide others.
    bool may_be_made_along(const statement::ObjectName& object) const;
    /// Whether any object may have been created or dropped.
    bool anything() const { return may_be_made_ || may_be_gone_; }

  private:
    /// Name, and the relation of a column or constraint; otherwise empty.
    using Key = std::pair<std::string, std::string>;
    static Key key(const statement::ObjectName& object);
    bool shifts(const statement::Effect& effect) const;
    void add(const statement::Effect& effect);

    std::map<Key, bool> last_; ///< true = created, false = dropped
    std::set<Key> altered_;
    std::set<std::string> reshaped_;     ///< relations that were dropped or renamed
    std::set<std::string> lost_columns_; ///< relations with dropped or renamed columns
    std::set<std::string> made_relations_;
    std::set<std::string> changed_; ///< altered relations
    bool disturbed_ = false;
    bool hides_ = false; ///< a temporary table or a schema was created
    bool made_anything_ = false;
    bool may_be_made_ = false; ///< any object
    bool may_be_gone_ = false;
    bool names_shift_ = false; ///< search_path may have changed
    bool shapes_ = false;      ///< a setting may determine where or how relations are created
};

/// Whether the statement may have effects that are not known: code (DO, CALL, functions that are not built
/// in), and statements that the parser does not know.
bool is_opaque(const statement::Statement& statement);

} // namespace pgmend::migrate
