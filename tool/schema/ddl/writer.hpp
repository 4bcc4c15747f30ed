#pragma once

#include "schema/ddl/change_set.hpp"
#include "schema/ddl/names.hpp"
#include "schema/statements.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::schema::ddl {

inline constexpr std::string_view access_exclusive = "ACCESS EXCLUSIVE";
inline constexpr std::string_view share_row_exclusive = "SHARE ROW EXCLUSIVE";
inline constexpr std::string_view share_update_exclusive = "SHARE UPDATE EXCLUSIVE";

/// Collects the statements of the handlers, and provides what they need: both models, and the action for each
/// object.
class Writer {
  public:
    Writer(const Model& from, const Model& to, const StatementOptions& options);

    const Model& from;
    const Model& to;
    const StatementOptions& options;
    const Places from_places;
    const Places to_places;
    ChangeSet changes;

    /// The major version of the server that the statements are for.
    int major() const noexcept;

    void add(const ObjectId& object, std::string sql, std::string lock = {}, std::string data_loss = {});
    /// Adds a statement that must run outside a transaction.
    void add_alone(const ObjectId& object, std::string sql, std::string lock = {});
    /// The same, before everything else: nothing that is dropped and made again waits for it.
    void add_alone_first(const ObjectId& object, std::string sql);
    /// One that takes long: in a transaction of its own.
    void add_in_own_transaction(const ObjectId& object, std::string sql, std::string lock = {});
    /// Adds a statement for the end, when all objects exist.
    void add_late(const ObjectId& object, std::string sql, std::string lock = {}, std::string data_loss = {});
    void cannot(std::string sentence);
    /// NOT NULL of a column that is there: it takes a look at all rows in a transaction of its own, so all of
    /// them come together, when the other changes of tables and views are done.
    void add_not_null(DdlStatement statement);
    /// Puts those here.
    void flush_not_nulls();
    /// What stays as it is and is no drift.
    void remark(std::string sentence);

    /// Whether the object exists before and after, and is not created again.
    bool survives(const ObjectId& id) const;
    /// Whether the relation of a column, constraint, … survives.
    bool parent_survives(const ObjectId& id) const;
    /// Whether the relation of the object is a partitioned table.
    bool is_partitioned(const ObjectId& of_child) const;

    Script take();

  private:
    std::vector<DdlStatement> statements_;
    std::vector<DdlStatement> first_, late_, not_nulls_;
    std::vector<std::string> impossible_, remarks_;
};

/// "ACCESS EXCLUSIVE on public.t"
std::string lock_on(std::string_view mode, std::string_view relation);

/// The settings of a family in the syntax of WITH: "fillfactor='70'"; `as` is put before each name.
std::string settings(const Object& object, std::string_view family, std::string_view as = "");

/// The contents of SET (…) and RESET (…) that change one object into the other.
struct SettingChanges {
    std::string set;
    std::string reset;
};
SettingChanges setting_changes(const Object& from, const Object& to, std::string_view family,
                               std::string_view as = "");

/// Writes "ALTER x SET (…)" and "ALTER x RESET (…)" if a family differs.
void alter_settings(Writer& writer, const Object& from, const Object& to, std::string_view family,
                    const std::string& alter, const std::string& lock, std::string_view as = "");

/// " OPTIONS (a 'x')" of foreign objects; empty if there are none. Adds a note for secrets that are not
/// known.
std::string foreign_options(Writer& writer, const Object& object);
/// " OPTIONS (ADD a 'x', SET b 'y', DROP c)"
std::string foreign_option_changes(Writer& writer, const Object& from, const Object& to);

} // namespace pgmend::schema::ddl
