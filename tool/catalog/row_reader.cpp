#include "catalog/row_reader.hpp"

#include "pg/parameters.hpp"
#include "schema/secret.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace pgmend::catalog {
namespace {

template <typename Number>
Number number(std::string_view text) {
    Number value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The fixed oids of the catalogs that aliases are in (pg_class.dat and the headers of the server).
std::uint32_t oid_of_catalog(std::string_view name) {
    struct Catalog {
        std::string_view name;
        std::uint32_t oid;
    };
    constexpr auto catalogs = std::to_array<Catalog>(
        {{"pg_class", 1259}, {"pg_type", 1247}, {"pg_attrdef", 2604}, {"pg_rewrite", 2618}});
    for (const auto& catalog : catalogs) {
        if (catalog.name == name)
            return catalog.oid;
    }
    throw std::logic_error("a query names an unknown catalog: " + std::string(name));
}

/// What a server notes in the options of a column by itself: the WAL position at which the column was made,
/// which nobody can set and pg_dump leaves out too.
bool is_bookkeeping(std::string_view attribute) {
    return attribute == "option.pg_attver";
}

/// The value without secrets.
std::string without_secrets(const std::string& attribute, std::string_view value) {
    const std::string_view name = attribute;
    if (name.starts_with("fdw_option.") && schema::is_secret_option(name.substr(name.find('.') + 1)))
        return std::string(schema::redacted);
    if (name == "connection")
        return schema::redact_connection(value);
    return std::string(value);
}

} // namespace

RowReader::RowReader(const pg::Result& rows) : rows_(rows) {
    for (std::size_t i = 0; i < rows.columns(); ++i)
        place(rows.column_name(i), i);
}

void RowReader::place(std::string_view name, std::size_t number) {
    struct Special {
        std::string_view name;
        std::size_t RowReader::*column;
    };
    static constexpr auto specials = std::to_array<Special>({{"kind", &RowReader::kind_},
                                                             {"schema", &RowReader::schema_},
                                                             {"parent", &RowReader::parent_},
                                                             {"name", &RowReader::name_},
                                                             {"signature", &RowReader::signature_},
                                                             {"class_oid", &RowReader::class_oid_},
                                                             {"object_oid", &RowReader::object_oid_},
                                                             {"sub_id", &RowReader::sub_id_},
                                                             {"unreadable", &RowReader::unreadable_},
                                                             {"position", &RowReader::position_}});
    for (const auto& special : specials) {
        if (special.name == name) {
            this->*special.column = number;
            return;
        }
    }
    constexpr std::string_view alias = "alias_";
    if (name.starts_with(alias))
        columns_.push_back({.use = Use::alias,
                            .number = number,
                            .name = {},
                            .class_oid = oid_of_catalog(name.substr(alias.size()))});
    else if (name.ends_with("[]"))
        columns_.push_back(
            {.use = Use::list, .number = number, .name = std::string(name.substr(0, name.size() - 2))});
    else if (name.ends_with(".*"))
        columns_.push_back(
            {.use = Use::family, .number = number, .name = std::string(name.substr(0, name.size() - 1))});
    else
        columns_.push_back({.use = Use::attribute, .number = number, .name = std::string(name)});
}

std::string_view RowReader::text(std::size_t row, std::size_t column) const {
    return column == none ? std::string_view() : rows_.text(row, column);
}

schema::ObjectId RowReader::id(std::size_t row) const {
    const auto kind = schema::kind_from(text(row, kind_));
    if (!kind)
        throw std::logic_error("a query names an unknown kind: " + std::string(text(row, kind_)));
    return {.kind = *kind,
            .schema = std::string(text(row, schema_)),
            .parent = std::string(text(row, parent_)),
            .name = std::string(text(row, name_)),
            .signature = std::string(text(row, signature_))};
}

Address RowReader::address(std::size_t row) const {
    return {.class_oid = number<std::uint32_t>(text(row, class_oid_)),
            .object_oid = number<std::uint32_t>(text(row, object_oid_)),
            .sub_id = number<std::int32_t>(text(row, sub_id_))};
}

std::vector<Address> RowReader::aliases(std::size_t row) const {
    std::vector<Address> aliases;
    for (const auto& column : columns_) {
        if (column.use == Use::alias && !rows_.is_null(row, column.number))
            aliases.push_back({.class_oid = column.class_oid,
                               .object_oid = number<std::uint32_t>(rows_.text(row, column.number))});
    }
    return aliases;
}

std::vector<schema::Attribute> RowReader::attributes(std::size_t row) const {
    std::vector<schema::Attribute> attributes;
    attributes.reserve(1 +
                       static_cast<std::size_t>(std::ranges::count_if(columns_, [&](const Column& column) {
                           return column.use != Use::alias && !rows_.is_null(row, column.number);
                       })));
    for (const auto& column : columns_) {
        if (column.use == Use::alias || rows_.is_null(row, column.number))
            continue;
        const auto value = rows_.text(row, column.number);
        if (column.use == Use::attribute) {
            attributes.push_back({.name = column.name, .value = without_secrets(column.name, value)});
        } else if (column.use == Use::list) {
            attributes.push_back({.name = column.name, .value = pg::parse_array(value)});
        } else {
            for (const auto& item : pg::parse_array(value)) {
                const auto equals = item.find('=');
                auto name = column.name + item.substr(0, equals);
                if (is_bookkeeping(name))
                    continue;
                auto clean_value =
                    without_secrets(name, equals == std::string::npos ? "" : item.substr(equals + 1));
                attributes.push_back({.name = std::move(name), .value = std::move(clean_value)});
            }
        }
    }
    return attributes;
}

std::string_view RowReader::unreadable(std::size_t row) const {
    return text(row, unreadable_);
}

std::optional<int> RowReader::position(std::size_t row) const {
    if (position_ == none)
        return std::nullopt;
    return number<int>(text(row, position_));
}

} // namespace pgmend::catalog
