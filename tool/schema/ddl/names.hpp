#pragma once

#include "schema/model.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgmend::schema::ddl {

/// The name of an object after its keyword in SQL: "public.f(integer)", "c ON public.t", "a AS b".
std::string name_of(const ObjectId& id);

/// The relation, domain, or composite type that contains the object: "public.t".
std::string parent_of(const ObjectId& id);

/// The parts of a name as the server prints it: a."B.c".d
std::vector<std::string> split_name(std::string_view text);

/// The parts of a text between separators that are not inside quotes, parentheses or brackets, trimmed.
std::vector<std::string> split_list(std::string_view text, char separator = ',');

/// Whether the text contains the identifier as a separate word.
bool mentions(std::string_view text, std::string_view identifier);
/// Whether any attribute of the object contains the identifier.
bool mentions(const Object& object, std::string_view identifier);

/// Whether two objects have the same value of an attribute, or neither has it.
bool same(const Object& a, const Object& b, std::string_view attribute);

/// Whether an attribute is in a list such as "owner option.* acl.*".
bool in_list(std::string_view list, std::string_view attribute);

/// The tables that a table inherits from or is a partition of, as the server prints them.
std::vector<std::string> parents_of(const Object& table);

/// Changes the text of an expression so that the server stores the same expression when it parses the text.
/// For example, it prints `col IN (…)` on a varchar as ((col)::text = ANY ((ARRAY[…])::text[])), which it
/// would store differently.
std::string replayable(std::string text);

/// The text without a semicolon at its end.
std::string without_semicolon(std::string_view text);

bool is_relation(Kind kind);
/// Whether the kind can be the type of a column or determine its sort order.
bool is_type(Kind kind);

/// Finds which object contains which in one model.
class Places {
  public:
    explicit Places(const Model& model);

    /// The object with which this object is dropped: the table of a column, the constraint of an index, the
    /// column that owns a sequence; null if there is none.
    const Object* container(const Object& object) const;
    /// The relation with this name.
    const Object* relation(std::string_view schema, std::string_view name) const;
    /// The relation whose name the server prints in this way.
    const Object* relation(std::string_view qualified) const;
    const Object* column(std::string_view qualified) const;
    const Model& model() const noexcept { return model_; }

  private:
    const Model& model_;
    std::map<std::pair<std::string_view, std::string_view>, const Object*> relations_;
};

} // namespace pgmend::schema::ddl
