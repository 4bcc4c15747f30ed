#pragma once

#include "catalog/collector.hpp"

#include <optional>
#include <string_view>

namespace pgmend::catalog {

/// Reads the objects from the rows of one query.
class RowReader {
  public:
    explicit RowReader(const pg::Result& rows);

    schema::ObjectId id(std::size_t row) const;
    Address address(std::size_t row) const;
    std::vector<Address> aliases(std::size_t row) const;
    std::vector<schema::Attribute> attributes(std::size_t row) const;
    /// The name of the attribute that this role may not read; empty if there is none.
    std::string_view unreadable(std::size_t row) const;
    /// The physical number of a column; no value for other objects.
    std::optional<int> position(std::size_t row) const;

  private:
    enum class Use { attribute, list, family, alias, ignored };
    struct Column {
        Use use = Use::ignored;
        std::size_t number = 0;
        std::string name;            ///< name of the attribute; for a family, including the dot
        std::uint32_t class_oid = 0; ///< class of an alias
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    void place(std::string_view name, std::size_t number);
    std::string_view text(std::size_t row, std::size_t column) const;

    const pg::Result& rows_;
    std::size_t kind_ = none, schema_ = none, parent_ = none, name_ = none, signature_ = none;
    std::size_t class_oid_ = none, object_oid_ = none, sub_id_ = none;
    std::size_t unreadable_ = none, position_ = none;
    std::vector<Column> columns_;
};

} // namespace pgmend::catalog
