#pragma once

#include "catalog/read.hpp"
#include "pg/result.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pgmend::catalog {

/// The address of a catalog row: class, object and column, as in pg_depend.
struct Address {
    std::uint32_t class_oid = 0;
    std::uint32_t object_oid = 0;
    std::int32_t sub_id = 0;

    auto operator<=>(const Address&) const = default;
    bool operator==(const Address&) const = default;
};

struct AddressHash {
    std::size_t operator()(const Address& a) const noexcept;
};

/// A map from addresses to numbers. If an address is added several times, the first number counts. All
/// entries are added before the first search, so the map is sorted once instead of hashed.
class AddressBook {
  public:
    void add(const Address& address, std::size_t number);
    std::optional<std::size_t> find(const Address& address);

  private:
    using Entry = std::pair<Address, std::size_t>;
    std::vector<Entry> entries_;
    std::size_t sorted_ = 0; ///< how many entries are sorted
};

/// Converts the rows of the catalog queries to a model. The names of the columns determine their meaning:
/// kind, schema, parent, name and signature are the identity; class_oid, object_oid and sub_id the address;
/// alias_<catalog> further addresses of the same object. Every other column is an attribute: "x[]" is a list,
/// and "x.*" a family of attributes, given as an array of "name=value". NULL means that the object does not
/// have the attribute.
class Collector {
  public:
    explicit Collector(const ReadOptions& options);

    void add_members(const pg::Result& rows);
    void add_objects(const pg::Result& rows);
    void add_comments(const pg::Result& rows);
    void add_labels(const pg::Result& rows);
    void add_privileges(const pg::Result& rows);
    void add_dependencies(const pg::Result& rows);

    schema::Model take();

  private:
    struct Found {
        schema::Object* object = nullptr;
        bool by_alias = false; ///< the address is that of a row type, an array type, …
    };
    struct Numbered {
        std::uint32_t relation = 0;
        int number = 0;
        std::size_t object = 0;
    };

    bool is_left_out(const schema::ObjectId& id, const Address& address);
    Found find(Address address);
    void number_columns();

    const ReadOptions& options_;
    schema::Model model_;
    std::unordered_map<Address, std::uint32_t, AddressHash> members_;
    AddressBook objects_;
    AddressBook aliases_;
    std::set<std::pair<std::string, std::string>> left_out_; ///< tables and types by schema and name
    std::vector<Numbered> columns_;
};

} // namespace pgmend::catalog
