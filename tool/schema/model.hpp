#pragma once

#include "schema/kind.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pgmend::schema {

/// What an object is known by. Names are raw, not quoted; what does not apply to the kind is empty.
struct ObjectId {
    Kind kind = Kind::other;
    std::string schema;
    std::string
        parent; ///< the table of a column, the domain of a domain_constraint, the server of a user_mapping
    std::string name;
    std::string signature; ///< "(integer, text)", "USING btree": tells objects of one name apart

    auto operator<=>(const ObjectId&) const = default;
    bool operator==(const ObjectId&) const = default;
};

/// "public.tracker_tasks.links", "public.f(integer)": the parts, in quotes unless they are plain lower case.
/// For people: a keyword stands without quotes.
std::string display(const ObjectId& id);

/// A text as PostgreSQL writes it, or a list of such, where the order counts or does not as the kind says.
using Value = std::variant<std::string, std::vector<std::string>>;

/// The value as one line of text: the elements of a list in brackets.
std::string display(const Value& value);

/// One property of an object. What has its default value is not listed. Families carry a dot:
/// "option.fillfactor", "acl.reader", "config.search_path".
struct Attribute {
    std::string name;
    Value value;

    bool operator==(const Attribute&) const = default;
};

/// One object with its properties, sorted by name, and with the objects that it needs, sorted too. The latter
/// serve the order of statements and do not count when objects are compared.
struct Object {
    ObjectId id;
    std::vector<Attribute> attributes;
    std::vector<ObjectId> depends_on;

    /// The value of an attribute, null when it has none.
    const Value* find(std::string_view attribute) const noexcept;
    /// The value of an attribute that is not a list, empty when it has none.
    std::string_view text(std::string_view attribute) const noexcept;
    /// Adds an attribute or replaces its value, keeping the order.
    void set(std::string_view attribute, Value value);
    void erase(std::string_view attribute);

    bool operator==(const Object& other) const { return id == other.id && attributes == other.attributes; }
};

/// What the reader was not allowed to see: its value is neither missing nor equal, it cannot be told.
struct Unreadable {
    ObjectId object;
    std::string attribute; ///< empty = the object itself; "option.*" = the whole family

    auto operator<=>(const Unreadable&) const = default;
    bool operator==(const Unreadable&) const = default;
};

/// A schema as plain values: every object, sorted by identity. Nothing physical is in it (no oid, no column
/// number), so that models of different databases can be compared.
struct Model {
    std::vector<Object> objects;
    std::vector<Unreadable> unreadable;
    int server_version = 0; ///< as server_version_num, 0 = not known; does not count in comparisons

    /// The object of that identity, null when there is none; the objects must be sorted.
    const Object* find(const ObjectId& id) const noexcept;
    /// Brings objects, their attributes and dependencies, and what is unreadable into order.
    void sort();

    bool operator==(const Model& other) const {
        return objects == other.objects && unreadable == other.unreadable;
    }
};

/// The attributes that tell where a thing stands rather than what it is: they are read and shown on demand
/// but are not drift by themselves ("position", and names that the server makes up).
bool is_informational(const ObjectId& id, std::string_view attribute) noexcept;

/// The same model with everything of one schema moved to another, texts included: two schemas of one
/// database, or a table and its twin, can so be compared. Names in texts are found in their qualified form
/// only.
Model moved(Model model, std::string_view from_schema, std::string_view to_schema);

} // namespace pgmend::schema
