#pragma once

#include "schema/kind.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pgmend::schema {

/// The identity of an object. Names are not quoted. Parts that do not apply to the kind are empty.
struct ObjectId {
    Kind kind = Kind::other;
    std::string schema;
    /// The table of a column, the domain of a domain_constraint, the server of a user_mapping.
    std::string parent;
    std::string name;
    std::string signature; ///< "(integer, text)", "USING btree": distinguishes objects with the same name

    auto operator<=>(const ObjectId&) const = default;
    bool operator==(const ObjectId&) const = default;
};

/// The name for messages: "public.tracker_tasks.links", "public.f(integer)". Parts that are not plain lower
/// case are quoted, but keywords are not.
std::string display(const ObjectId& id);

/// A text as PostgreSQL prints it, or a list of texts. The kind determines whether the order of the list
/// matters.
using Value = std::variant<std::string, std::vector<std::string>>;

/// The value as one line of text. The elements of a list are in brackets.
std::string display(const Value& value);

/// A property of an object. Properties with their default value are left out. Families of properties have
/// names with a dot: "option.fillfactor", "acl.reader", "config.search_path".
struct Attribute {
    std::string name;
    Value value;

    bool operator==(const Attribute&) const = default;
};

/// An object with its properties, sorted by name, and the objects that it depends on, also sorted. The
/// dependencies determine the order of statements and are not compared.
struct Object {
    ObjectId id;
    std::vector<Attribute> attributes;
    std::vector<ObjectId> depends_on;

    /// The value of an attribute; null if the object does not have it.
    const Value* find(std::string_view attribute) const noexcept;
    /// The value of an attribute that is not a list; empty if the object does not have it.
    std::string_view text(std::string_view attribute) const noexcept;
    /// Adds an attribute or replaces its value, keeping the order.
    void set(std::string_view attribute, Value value);
    void erase(std::string_view attribute);

    bool operator==(const Object& other) const { return id == other.id && attributes == other.attributes; }
};

/// Something that the role may not read, so that it is undetermined.
struct Unreadable {
    ObjectId object;
    std::string attribute; ///< empty = the object itself; "option.*" = a whole family

    auto operator<=>(const Unreadable&) const = default;
    bool operator==(const Unreadable&) const = default;
};

/// A schema as plain values: all objects, sorted by identity. It contains nothing physical (no oids, no
/// column numbers), so models of different databases can be compared.
struct Model {
    std::vector<Object> objects;
    std::vector<Unreadable> unreadable;
    int server_version = 0; ///< as server_version_num, 0 = not known; not compared

    /// The object with this identity, or null. The objects must be sorted.
    const Object* find(const ObjectId& id) const noexcept;
    /// Sorts the objects, their attributes and dependencies, and what is unreadable.
    void sort();

    bool operator==(const Model& other) const {
        return objects == other.objects && unreadable == other.unreadable;
    }
};

/// Whether the attribute describes the position or a generated name of an object. Such attributes
/// ("position", names that the server chooses) are read and can be shown, but are not drift.
bool is_informational(const ObjectId& id, std::string_view attribute) noexcept;

/// The same model with all objects of one schema moved to another one, also in texts, so that two schemas of
/// one database, or a table and its scratch copy, can be compared. In texts, only qualified names are found.
Model moved(Model model, std::string_view from_schema, std::string_view to_schema);

} // namespace pgmend::schema
