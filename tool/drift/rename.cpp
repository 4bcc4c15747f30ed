#include "drift/rename.hpp"

#include "drift/proof_copy.hpp"
#include "drift/repair.hpp"
#include "drift/stub_bodies.hpp"
#include "pg/quote.hpp"
#include "schema/ddl/names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using schema::DdlStatement;
using schema::Kind;
using schema::Model;
using schema::Object;
using schema::ObjectId;

/// The place of the equals sign outside quotes; npos if there is none.
std::size_t equals_sign(const std::string& text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        quoted = text[i] == '"' ? !quoted : quoted;
        if (text[i] == '=' && !quoted)
            return i;
    }
    return std::string::npos;
}

std::string_view keyword_of(Kind kind) {
    switch (kind) {
    case Kind::table:
        return "TABLE";
    case Kind::foreign_table:
        return "FOREIGN TABLE";
    case Kind::view:
        return "VIEW";
    case Kind::materialized_view:
        return "MATERIALIZED VIEW";
    case Kind::sequence:
        return "SEQUENCE";
    case Kind::index:
        return "INDEX";
    case Kind::enum_type:
    case Kind::composite_type:
    case Kind::range_type:
    case Kind::base_type:
        return "TYPE";
    case Kind::domain:
        return "DOMAIN";
    case Kind::function:
        return "FUNCTION";
    case Kind::procedure:
        return "PROCEDURE";
    case Kind::schema:
        return "SCHEMA";
    case Kind::trigger:
        return "TRIGGER";
    case Kind::policy:
        return "POLICY";
    case Kind::rule:
        return "RULE";
    default:
        return "";
    }
}

/// The statement that renames an object; empty when its kind cannot be renamed.
std::string statement_for(const ObjectId& id, const std::string& name) {
    const auto to = pg::quote_identifier(name);
    const auto own = pg::quote_identifier(id.name);
    if (id.kind == Kind::column)
        return fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", schema::ddl::parent_of(id), own, to);
    if (id.kind == Kind::constraint)
        return fmt::format("ALTER TABLE {} RENAME CONSTRAINT {} TO {}", schema::ddl::parent_of(id), own, to);
    if (id.kind == Kind::domain_constraint)
        return fmt::format("ALTER DOMAIN {} RENAME CONSTRAINT {} TO {}", schema::ddl::parent_of(id), own, to);
    if (id.kind == Kind::attribute)
        return fmt::format("ALTER TYPE {} RENAME ATTRIBUTE {} TO {} CASCADE", schema::ddl::parent_of(id), own,
                           to);
    if (id.kind == Kind::index)
        return fmt::format("ALTER INDEX {} RENAME TO {}", pg::quote_qualified(id.schema, id.name), to);
    const auto keyword = keyword_of(id.kind);
    return keyword.empty() ? ""
                           : fmt::format("ALTER {} {} RENAME TO {}", keyword, schema::ddl::name_of(id), to);
}

bool has_names(const ObjectId& id, const std::vector<std::string>& names) {
    if (names.size() == 1)
        return id.kind == Kind::schema && id.name == names[0];
    if (names.size() == 2)
        return id.schema == names[0] && id.name == names[1] && (id.parent.empty() || id.kind == Kind::index);
    return names.size() == 3 && id.schema == names[0] && id.parent == names[1] && id.name == names[2] &&
           id.kind != Kind::index;
}

/// The rename of a label, "public.mood.open"; empty when there is no such enum or label.
std::string label_rename(const Model& model, const std::vector<std::string>& names, const std::string& to) {
    if (names.size() != 3)
        return {};
    const auto* type = model.find({.kind = Kind::enum_type, .schema = names[0], .name = names[1]});
    const auto* labels = type == nullptr ? nullptr : type->find("labels");
    if (labels == nullptr || std::ranges::count(std::get<std::vector<std::string>>(*labels), names[2]) == 0)
        return {};
    return fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", schema::ddl::name_of(type->id),
                       pg::quote_literal(names[2]), pg::quote_literal(to));
}

DdlStatement renaming(const Model& model, const Rename& rename) {
    const auto names = schema::ddl::split_name(rename.from);
    for (const auto& object : model.objects) {
        // The index of a constraint goes by its constraint's name.
        if (!has_names(object.id, names) || object.find("constraint") != nullptr)
            continue;
        if (auto sql = statement_for(object.id, rename.to); !sql.empty()) {
            const auto& id = object.id;
            const auto locked = id.parent.empty() ? schema::ddl::name_of(id) : schema::ddl::parent_of(id);
            const bool locks = schema::ddl::is_relation(id.kind) || !id.parent.empty();
            return {.sql = std::move(sql),
                    .object = id,
                    .lock = locks ? "ACCESS EXCLUSIVE on " + locked : std::string()};
        }
    }
    if (auto sql = label_rename(model, names, rename.to); !sql.empty())
        return {.sql = std::move(sql),
                .object = {.kind = Kind::enum_type, .schema = names[0], .name = names[1]}};
    throw UsageError(fmt::format("--rename: {} is not in the schema, or cannot be renamed", rename.from))
        .with_hint("name it as schema.name, or schema.table.name for what is in a table");
}

/// Functions have their bodies again; what the copy did not show is as in the live schema.
void restore(Model& model, const Model& live, const std::vector<schema::Finding>& gaps) {
    for (const auto& gap : gaps)
        adopt(model, live, gap);
    model.sort();
    for (auto& object : model.objects) {
        const auto* before = live.find(object.id);
        if (before == nullptr)
            continue;
        const auto kind = object.id.kind;
        if (kind == Kind::function || kind == Kind::procedure)
            for (const auto* attribute : {"body", "language", "transform_types"}) {
                if (object.find("sql_body") != nullptr)
                    continue;
                if (const auto* value = before->find(attribute))
                    object.set(attribute, *value);
            }
        for (const auto* attribute : {"owner", "populated"})
            if (const auto* value = before->find(attribute);
                value != nullptr && (kind == Kind::extension || kind == Kind::materialized_view))
                object.set(attribute, *value);
    }
    for (const auto& object : live.objects)
        if (object.id.kind == Kind::subscription)
            model.objects.push_back(object);
    model.server_version = live.server_version;
    model.unreadable = live.unreadable;
    model.sort();
}

} // namespace

Rename parse_rename(const std::string& text) {
    const auto at = equals_sign(text);
    if (at == std::string::npos || at == 0 || at + 1 == text.size())
        throw UsageError(fmt::format("--rename {}: expected OLD=NEW", text))
            .with_hint("example: --rename public.customer.fullnam=fullname");
    return {.from = text.substr(0, at), .to = schema::ddl::split_name(text.substr(at + 1)).back()};
}

Renamed rename(const Model& live, const std::vector<Rename>& renames, const std::string& role,
               const catalog::ReadOptions& options) {
    const auto stubbed = with_stub_bodies(live);
    ProofCopy copy(options, role);
    copy.make_roles(stubbed, stubbed);
    for (const auto& statement : schema::statements(copy.read(), stubbed, {.online = false}).statements)
        copy.run(statement);
    const auto gaps = copy.compared(comparable_on_copy(stubbed));
    Renamed renamed{.model = copy.read(), .statements = {}};
    for (const auto& one : renames) {
        auto statement = renaming(renamed.model, one);
        if (const auto outcome = copy.run(statement); !outcome.error.empty())
            throw UsageError(fmt::format("--rename {}: {}", one.from, outcome.error));
        renamed.statements.push_back(std::move(statement));
        renamed.model = copy.read();
    }
    restore(renamed.model, live, gaps);
    return renamed;
}

} // namespace pgmend::drift
