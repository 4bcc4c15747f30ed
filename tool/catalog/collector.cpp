#include "catalog/collector.hpp"

#include "catalog/row_reader.hpp"

#include <algorithm>
#include <tuple>

namespace pgmend::catalog {
namespace {

constexpr std::uint32_t extension_class = 3079; // pg_extension, fixed in the server's headers

Address address_in(const pg::Result& rows, std::size_t row, std::string_view prefix = "") {
    const auto value = [&](std::string_view name) {
        return rows.get<std::optional<long long>>(row, std::string(prefix).append(name)).value_or(0);
    };
    return {.class_oid = static_cast<std::uint32_t>(value("class_oid")),
            .object_oid = static_cast<std::uint32_t>(value("object_oid")),
            .sub_id = static_cast<std::int32_t>(value("sub_id"))};
}

bool names_match(const TableName& table, const schema::ObjectId& id) {
    return table.name == id.name && (table.schema.empty() || table.schema == id.schema);
}

/// Things that others are inside of, and are left out with.
bool can_hold(schema::Kind kind) {
    using schema::Kind;
    return kind == Kind::table || kind == Kind::view || kind == Kind::materialized_view ||
           kind == Kind::foreign_table || kind == Kind::composite_type || kind == Kind::domain;
}

/// Whether a dependency follows from the identity: on the table that a thing is in, and on that table's
/// columns.
bool goes_without_saying(const schema::ObjectId& id, const schema::ObjectId& needed) {
    if (id.parent.empty() || id.schema != needed.schema)
        return false;
    const bool is_container = needed.parent.empty() && needed.name == id.parent && can_hold(needed.kind);
    const bool is_sibling_column = needed.kind == schema::Kind::column && needed.parent == id.parent;
    return is_container || (is_sibling_column && id.kind != schema::Kind::column);
}

} // namespace

std::size_t AddressHash::operator()(const Address& a) const noexcept {
    const auto key = (static_cast<std::uint64_t>(a.object_oid) << 32U) ^
                     (static_cast<std::uint64_t>(a.class_oid) << 13U) ^ static_cast<std::uint32_t>(a.sub_id);
    return static_cast<std::size_t>((key ^ (key >> 29U)) * 0x9E3779B97F4A7C15ULL);
}

void AddressBook::add(const Address& address, std::size_t number) {
    entries_.emplace_back(address, number);
}

std::optional<std::size_t> AddressBook::find(const Address& address) {
    if (sorted_ < entries_.size()) {
        const auto middle = entries_.begin() + static_cast<std::ptrdiff_t>(sorted_);
        std::sort(middle, entries_.end());
        std::inplace_merge(entries_.begin(), middle, entries_.end());
        sorted_ = entries_.size();
    }
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), Entry(address, 0));
    return at != entries_.end() && at->first == address ? std::optional(at->second) : std::nullopt;
}

Collector::Collector(const ReadOptions& options) : options_(options) {}

void Collector::add_members(const pg::Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row)
        members_.emplace(Address{.class_oid = static_cast<std::uint32_t>(rows.get<long long>(row, 0)),
                                 .object_oid = static_cast<std::uint32_t>(rows.get<long long>(row, 1))},
                         static_cast<std::uint32_t>(rows.get<long long>(row, 2)));
}

bool Collector::is_left_out(const schema::ObjectId& id, const Address& address) {
    const auto& schemas = options_.excluded_schemas;
    const auto& schema = id.kind == schema::Kind::schema ? id.name : id.schema;
    const auto& tables = options_.excluded_tables;
    const bool by_name =
        std::find(schemas.begin(), schemas.end(), schema) != schemas.end() ||
        (id.kind == schema::Kind::table &&
         std::any_of(tables.begin(), tables.end(), [&](const TableName& t) { return names_match(t, id); }));
    if (by_name || members_.contains({.class_oid = address.class_oid, .object_oid = address.object_oid})) {
        if (can_hold(id.kind))
            left_out_.emplace(id.schema, id.name);
        return true;
    }
    return !id.parent.empty() && left_out_.contains({id.schema, id.parent});
}

void Collector::add_objects(const pg::Result& rows) {
    const RowReader reader(rows);
    if (const auto size = model_.objects.size() + rows.rows(); size > model_.objects.capacity())
        model_.objects.reserve(std::max(size, 2 * model_.objects.capacity()));
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        schema::Object object{.id = reader.id(row), .attributes = {}, .depends_on = {}};
        const auto address = reader.address(row);
        if (is_left_out(object.id, address))
            continue;
        object.attributes = reader.attributes(row);
        const auto index = model_.objects.size();
        if (const auto number = reader.position(row))
            columns_.push_back({.relation = address.object_oid, .number = *number, .object = index});
        if (const auto attribute = reader.unreadable(row); !attribute.empty())
            model_.unreadable.push_back({.object = object.id, .attribute = std::string(attribute)});
        if (address.object_oid != 0)
            objects_.add(address, index);
        for (const auto& alias : reader.aliases(row))
            aliases_.add(alias, index);
        model_.objects.push_back(std::move(object));
    }
}

Collector::Found Collector::find(Address address) {
    if (const auto found = objects_.find(address))
        return {.object = &model_.objects[*found]};
    if (const auto found = aliases_.find(address))
        return {.object = &model_.objects[*found], .by_alias = true};
    return {};
}

void Collector::add_comments(const pg::Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto found = find(address_in(rows, row));
        if (found.object != nullptr)
            found.object->attributes.push_back({.name = found.by_alias ? "type.comment" : "comment",
                                                .value = rows.get<std::string>(row, "text")});
    }
}

void Collector::add_labels(const pg::Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto found = find(address_in(rows, row));
        if (found.object != nullptr)
            found.object->attributes.push_back({.name = "label." + rows.get<std::string>(row, "provider"),
                                                .value = rows.get<std::string>(row, "text")});
    }
}

void Collector::add_privileges(const pg::Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        const auto granted = rows.get<std::optional<std::string>>(row, "granted").value_or("(none)");
        const auto identity = rows.get<std::string>(row, "identity");
        auto name = "acl." + rows.get<std::string>(row, "grantee");
        if (const auto found = find(address_in(rows, row)); found.object != nullptr) {
            found.object->attributes.push_back(
                {.name = found.by_alias ? "type." + name : std::move(name), .value = granted});
        } else if (!identity.empty() && options_.schemas.empty() && options_.relations.empty()) {
            const auto address = address_in(rows, row);
            objects_.add(address, model_.objects.size());
            model_.objects.push_back({.id = {.kind = schema::Kind::privileges, .name = identity},
                                      .attributes = {{.name = std::move(name), .value = granted}},
                                      .depends_on = {}});
        }
    }
}

void Collector::add_dependencies(const pg::Result& rows) {
    const auto whole = [&](Address address) {
        auto found = find(address);
        if (found.object == nullptr && address.sub_id != 0) {
            address.sub_id = 0;
            found = find(address);
        }
        return found.object;
    };
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        auto* object = whole(address_in(rows, row));
        auto target = address_in(rows, row, "on_");
        if (object == nullptr)
            continue;
        const auto member = members_.find({.class_oid = target.class_oid, .object_oid = target.object_oid});
        if (member != members_.end())
            target = {.class_oid = extension_class, .object_oid = member->second};
        const auto* needed = whole(target);
        if (needed != nullptr && needed != object && !goes_without_saying(object->id, needed->id))
            object->depends_on.push_back(needed->id);
    }
}

void Collector::number_columns() {
    std::sort(columns_.begin(), columns_.end(), [](const Numbered& a, const Numbered& b) {
        return std::tie(a.relation, a.number) < std::tie(b.relation, b.number);
    });
    int position = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        position = i > 0 && columns_[i].relation == columns_[i - 1].relation ? position + 1 : 1;
        model_.objects[columns_[i].object].attributes.push_back(
            {.name = "position", .value = std::to_string(position)});
    }
}

schema::Model Collector::take() {
    number_columns();
    model_.sort();
    return std::move(model_);
}

} // namespace pgmend::catalog
