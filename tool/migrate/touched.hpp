#pragma once

#include "catalog/existence.hpp"
#include "statement/statement.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace pgmend::migrate {

/// What statements that are run, or going to be run, may have done to objects: so far as it matters whether
/// what the catalog said before them still holds behind them. Names are taken without their schemas, so that
/// it errs on the side of "touched".
class Touched {
  public:
    /// Takes account of a statement that is run.
    void add(const statement::Statement& statement);
    /// Settings of the session end with the section.
    void end_section() { names_shift_ = shapes_ = false; }

    /// Whether what was absent may be there now.
    bool may_exist(const statement::Effect& effect) const;
    /// Whether what was there may be gone now.
    bool may_be_gone(const statement::Effect& effect, const catalog::Existing& before) const;
    /// Whether what was there may be gone now, or may be another.
    bool may_differ(const statement::Effect& effect, const catalog::Existing& before) const;
    /// Whether the object, as it was, may not be so any more.
    bool covers(const statement::Effect& effect, const catalog::Existing& before) const {
        return before.present() ? may_differ(effect, before) : may_exist(effect);
    }
    /// Whether a statement has certainly made the object last.
    bool is_made(const statement::ObjectName& object) const;
    /// Whether a statement has altered the relation or dropped something on it.
    bool has_changed(const std::string& relation) const { return changed_.contains(relation); }
    /// Whether a statement has made a relation of that name.
    bool made_relation(const std::string& name) const { return made_relations_.contains(name); }
    /// Whether a statement may have dropped, renamed or hidden what it does not name: parts go with their
    /// tables, partitions with their parents, and a schema or a temporary table comes before others of its
    /// name.
    bool disturbed() const { return disturbed_; }
    /// Whether what was absent may be there now under a name that no statement says: the server makes up
    /// names of what comes with tables, and temporary tables and schemas hide others.
    bool may_be_made_along(const statement::ObjectName& object) const;
    /// Whether anything may have been made or dropped.
    bool anything() const { return may_be_made_ || may_be_gone_; }

  private:
    using Key = std::pair<std::string, std::string>; ///< relation of a column or constraint, or empty; name
    static Key key(const statement::ObjectName& object);
    bool shifts(const statement::Effect& effect) const;
    void add(const statement::Effect& effect);

    std::map<Key, bool> last_; ///< true = made, false = dropped
    std::set<Key> altered_;
    std::set<std::string> reshaped_;     ///< relations that are gone or renamed
    std::set<std::string> lost_columns_; ///< relations that have lost or renamed columns
    std::set<std::string> made_relations_;
    std::set<std::string> changed_; ///< relations
    bool disturbed_ = false;
    bool hides_ = false; ///< a temporary table, another schema
    bool made_anything_ = false;
    bool may_be_made_ = false; ///< anything
    bool may_be_gone_ = false;
    bool names_shift_ = false; ///< search_path may be another one
    bool shapes_ = false;      ///< a setting decides where or how relations are made
};

/// Whether the statement may do what its effects do not say: code (DO, CALL, functions that are not the
/// server's own), and what the parser does not know.
bool is_opaque(const statement::Statement& statement);

} // namespace pgmend::migrate
