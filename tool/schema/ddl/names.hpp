#pragma once

#include "schema/model.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgmend::schema::ddl {

/// How an object is named in SQL after its keyword: "public.f(integer)", "c ON public.t", "a AS b".
std::string name_of(const ObjectId& id);

/// The relation (or domain, or composite type) that the object is in: "public.t".
std::string parent_of(const ObjectId& id);

/// The parts of a name as the server writes it: a."B.c".d
std::vector<std::string> split_name(std::string_view text);

/// The pieces between top-level commas (outside quotes, parentheses and brackets), trimmed.
std::vector<std::string> split_list(std::string_view text, char separator = ',');

/// Whether the identifier stands in the text as a word of its own.
bool mentions(std::string_view text, std::string_view identifier);
/// Whether any attribute of the object does.
bool mentions(const Object& object, std::string_view identifier);

/// Whether two objects have the same value, or both none.
bool same(const Object& a, const Object& b, std::string_view attribute);

/// Whether an attribute is in a list such as "owner option.* acl.*".
bool in_list(std::string_view list, std::string_view attribute);

/// The tables that a table inherits from or is a partition of, as the server writes them.
std::vector<std::string> parents_of(const Object& table);

/// The text of an expression so that the server, reading it, stores what it was read from: of `col IN (…)` on
/// a varchar it writes ((col)::text = ANY ((ARRAY[…])::text[])), which it would store otherwise.
std::string replayable(std::string text);

/// A text with its semicolon at the end taken off.
std::string without_semicolon(std::string_view text);

bool is_relation(Kind kind);
/// Something a column can be of, or sort by.
bool is_type(Kind kind);

/// Finds what holds what in one model.
class Places {
  public:
    explicit Places(const Model& model);

    /// What the object goes with when that is dropped: the table of a column, the constraint of an index, the
    /// column that owns a sequence; null when it stands alone.
    const Object* container(const Object& object) const;
    /// The relation of that name.
    const Object* relation(std::string_view schema, std::string_view name) const;
    /// The relation that the server writes so.
    const Object* relation(std::string_view qualified) const;
    const Object* column(std::string_view qualified) const;
    const Model& model() const noexcept { return model_; }

  private:
    const Model& model_;
    std::map<std::pair<std::string_view, std::string_view>, const Object*> relations_;
};

} // namespace pgmend::schema::ddl
