#include "drift/row_questions.hpp"

#include "drift/text_pieces.hpp"
#include "pg/quote.hpp"
#include "schema/ddl/names.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using schema::Kind;
using schema::Model;
using schema::Object;
using schema::ObjectId;
namespace ddl = schema::ddl;

class Questions {
  public:
    Questions(const Model& live, const Model& target, const schema::Script& script)
        : live_(live), target_(target), script_(script), live_places_(live), target_places_(target) {}

    std::vector<RowQuestion> run() {
        for (const auto& object : target_.objects) {
            const auto* before = live_.find(object.id);
            switch (object.id.kind) {
            case Kind::column:
                column(before, object);
                break;
            case Kind::constraint:
                if (is_checked_now(before, object))
                    constraint(object);
                break;
            case Kind::index:
                if (object.find("unique") != nullptr && object.find("constraint") == nullptr &&
                    (before == nullptr || !ddl::same(*before, object, "definition")))
                    unique(object, object.text("definition"), true, "index");
                break;
            case Kind::domain_constraint:
                if (is_checked_now(before, object))
                    domain_check(object);
                break;
            case Kind::domain:
                if (before != nullptr && before->find("not_null") == nullptr &&
                    object.find("not_null") != nullptr)
                    domain_not_null(object);
                break;
            default:
                break;
            }
        }
        type_changes();
        return std::move(questions_);
    }

  private:
    static bool is_checked_now(const Object* before, const Object& after) {
        if (after.find("validated") != nullptr)
            return false;
        return before == nullptr || before->find("validated") != nullptr ||
               !ddl::same(*before, after, "definition");
    }

    /// The table of that name, where it has rows of its own or its partitions', before and after.
    const Object* table(const std::string& schema, const std::string& name) const {
        const auto* before = live_places_.relation(schema, name);
        const auto* after = target_places_.relation(schema, name);
        return before != nullptr && after != nullptr && before->id == after->id &&
                       before->id.kind == Kind::table
                   ? before
                   : nullptr;
    }

    /// Whether the column is there, before and after, with one type.
    bool is_steady(const Object& table, const std::string& column) const {
        const ObjectId id{
            .kind = Kind::column, .schema = table.id.schema, .parent = table.id.name, .name = column};
        const auto* before = live_.find(id);
        const auto* after = target_.find(id);
        return before != nullptr && after != nullptr && ddl::same(*before, *after, "type") &&
               ddl::same(*before, *after, "generated");
    }

    bool mentions_only_steady(const Object& table, std::string_view text) const {
        return std::ranges::all_of(target_.objects, [&](const Object& o) {
            return o.id.kind != Kind::column || o.id.schema != table.id.schema ||
                   o.id.parent != table.id.name || is_steady(table, o.id.name) ||
                   !ddl::mentions(text, o.id.name);
        });
    }

    static bool calls_functions(const Object& object) {
        return std::ranges::any_of(object.depends_on, [](const ObjectId& need) {
            return need.kind == Kind::function || need.kind == Kind::aggregate ||
                   need.kind == Kind::operator_;
        });
    }

    void ask(const Object& table, const std::string& condition, const std::string& what,
             const std::string& about) {
        const auto name = ddl::name_of(table.id);
        questions_.push_back(
            {.sql = fmt::format("SELECT count(*) FILTER (WHERE {}), count(*) FROM {} AS pgmend_rows",
                                condition, name),
             .obstacle =
                 fmt::format("{{count}} of {} {}", with_braces_doubled(name), with_braces_doubled(what)),
             .about = about});
    }

    void column(const Object* before, const Object& after) {
        const auto* place = table(after.id.schema, after.id.parent);
        if (place == nullptr || after.find("not_null") == nullptr || after.find("inherited") != nullptr ||
            after.find("not_null_validated") != nullptr)
            return;
        const auto name = pg::quote_identifier(after.id.name);
        const auto about = fmt::format("NOT NULL of {}", ddl::name_of(after.id));
        if (before != nullptr && before->find("not_null") == nullptr)
            ask(*place, fmt::format("{} IS NULL", name), fmt::format("have NULL in {}", name), about);
        const bool has_value = after.find("default") != nullptr || after.find("identity") != nullptr ||
                               after.find("generated") != nullptr;
        if (before == nullptr && !has_value)
            ask(*place, "true", fmt::format("would have no value in the new column {}", name), about);
    }

    void constraint(const Object& constraint) {
        const auto type = constraint.text("type");
        const auto definition = constraint.text("definition");
        if (type == "check")
            check(constraint);
        else if (type == "foreign key")
            foreign_key(constraint);
        else if (type == "unique" || type == "primary key")
            unique(constraint, definition, definition.find("NULLS NOT DISTINCT") == std::string_view::npos,
                   "constraint");
    }

    void check(const Object& constraint) {
        const auto* place = table(constraint.id.schema, constraint.id.parent);
        const auto definition = constraint.text("definition");
        const auto expression = in_parentheses(definition, 0);
        if (place == nullptr || !expression || calls_functions(constraint) ||
            constraint.find("inherited") != nullptr || !mentions_only_steady(*place, expression->text))
            return;
        ask(*place, fmt::format("NOT ({})", expression->text),
            fmt::format("do not satisfy the constraint {}", pg::quote_identifier(constraint.id.name)),
            about(constraint));
    }

    static std::string about(const Object& object) {
        return fmt::format("{} {} of {}", to_string(object.id.kind), pg::quote_identifier(object.id.name),
                           ddl::parent_of(object.id));
    }

    /// The columns of a list, empty when something else is in it.
    std::vector<std::string> columns_of(std::string_view list, const Object& table) const {
        std::vector<std::string> names;
        for (const auto& item : ddl::split_list(list)) {
            const auto parts = ddl::split_name(item);
            if (parts.size() != 1 || !is_steady(table, parts.front()))
                return {};
            names.push_back(pg::quote_identifier(parts.front()));
        }
        return names;
    }

    void unique(const Object& object, std::string_view definition, bool nulls_differ, const char* kind) {
        const auto* place = table(object.id.schema, object.id.parent);
        const auto list = in_parentheses(definition, 0);
        if (place == nullptr || !list || calls_functions(object))
            return;
        const auto names = columns_of(list->text, *place);
        std::string condition = "true";
        if (const auto where = definition.find(" WHERE ", list->end); where != std::string_view::npos) {
            condition = definition.substr(where + 7);
            if (!mentions_only_steady(*place, condition))
                return;
        }
        if (names.empty())
            return;
        if (nulls_differ)
            for (const auto& name : names)
                condition += fmt::format(" AND {} IS NOT NULL", name);
        const auto columns = fmt::format("{}", fmt::join(names, ", "));
        questions_.push_back(
            {.sql = fmt::format("SELECT coalesce(sum(pgmend_count) FILTER (WHERE pgmend_count > 1), 0)"
                                "::bigint, coalesce(sum(pgmend_count), 0)::bigint FROM (SELECT count(*) AS "
                                "pgmend_count FROM {} WHERE {} GROUP BY {}) AS pgmend_keys",
                                ddl::name_of(place->id), condition, columns),
             .obstacle =
                 fmt::format("{{count}} of {} have the same ({}) as another, which the {} {} "
                             "forbids",
                             with_braces_doubled(ddl::name_of(place->id)), with_braces_doubled(columns), kind,
                             with_braces_doubled(pg::quote_identifier(object.id.name))),
             .about = about(object)});
    }

    void foreign_key(const Object& constraint) {
        const auto* place = table(constraint.id.schema, constraint.id.parent);
        const auto definition = constraint.text("definition");
        constexpr std::string_view word = " REFERENCES ";
        const auto from = in_parentheses(definition, 0);
        const auto at = definition.find(word);
        if (place == nullptr || !from || at == std::string_view::npos ||
            constraint.find("inherited") != nullptr)
            return;
        const auto rest = definition.substr(at + word.size());
        const auto to = in_parentheses(rest, 0);
        const auto parts = ddl::split_name(rest.substr(0, rest.find('(')));
        if (!to || parts.size() != 2)
            return;
        const auto* other = table(parts[0], parts[1]);
        if (other == nullptr)
            return;
        const auto columns = columns_of(from->text, *place);
        const auto keys = columns_of(to->text, *other);
        if (columns.empty() || columns.size() != keys.size())
            return;
        std::string condition, join;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            condition += fmt::format("pgmend_rows.{} IS NOT NULL AND ", columns[i]);
            join += fmt::format("{}pgmend_keys.{} = pgmend_rows.{}", join.empty() ? "" : " AND ", keys[i],
                                columns[i]);
        }
        ask(*place,
            fmt::format("{}NOT EXISTS (SELECT FROM {} AS pgmend_keys WHERE {})", condition,
                        ddl::name_of(other->id), join),
            fmt::format("refer to no row of {}, which the constraint {} demands", ddl::name_of(other->id),
                        pg::quote_identifier(constraint.id.name)),
            about(constraint));
    }

    /// The columns that are of a domain itself, before and after.
    std::vector<const Object*> columns_of_domain(const std::string& domain) const {
        std::vector<const Object*> found;
        for (const auto& object : live_.objects)
            if (object.id.kind == Kind::column && object.text("type") == domain)
                if (const auto* place = table(object.id.schema, object.id.parent))
                    if (is_steady(*place, object.id.name))
                        found.push_back(&object);
        return found;
    }

    void domain_check(const Object& constraint) {
        const auto expression = in_parentheses(constraint.text("definition"), 0);
        if (!expression || calls_functions(constraint))
            return;
        for (const auto* column : columns_of_domain(ddl::parent_of(constraint.id)))
            questions_.push_back(
                {.sql = fmt::format("SELECT count(*) FILTER (WHERE NOT ({})), count(*) FROM (SELECT {} AS "
                                    "value FROM {}) AS pgmend_rows",
                                    expression->text, pg::quote_identifier(column->id.name),
                                    ddl::parent_of(column->id)),
                 .obstacle = fmt::format("{{count}} of {} do not satisfy the constraint {} in {}",
                                         with_braces_doubled(ddl::parent_of(column->id)),
                                         with_braces_doubled(pg::quote_identifier(constraint.id.name)),
                                         with_braces_doubled(pg::quote_identifier(column->id.name))),
                 .about = about(constraint)});
    }

    void domain_not_null(const Object& domain) {
        for (const auto* column : columns_of_domain(ddl::name_of(domain.id))) {
            const auto name = pg::quote_identifier(column->id.name);
            ask(*table(column->id.schema, column->id.parent), fmt::format("{} IS NULL", name),
                fmt::format("have NULL in {}", name),
                fmt::format("NOT NULL of the domain {}", ddl::name_of(domain.id)));
        }
    }

    /// Tries the casts of ALTER COLUMN … TYPE; the first value that does not fit is in the server's error.
    void type_changes() {
        constexpr std::string_view word = " TYPE ", cast = " USING ";
        for (const auto& statement : script_.statements) {
            const auto& id = statement.object;
            const auto* before = live_.find(id);
            const auto* after = target_.find(id);
            const auto start = fmt::format("ALTER TABLE {} ALTER COLUMN {}{}", ddl::parent_of(id),
                                           pg::quote_identifier(id.name), word);
            if (id.kind != Kind::column || before == nullptr || after == nullptr ||
                !statement.sql.starts_with(start) || table(id.schema, id.parent) == nullptr)
                continue;
            const bool users_own = std::ranges::any_of(after->depends_on, [](const ObjectId& need) {
                return ddl::is_type(need.kind) && need.kind != Kind::extension;
            });
            if (users_own)
                users_type(*before, *after);
            else
                try_cast(*before, *after,
                         statement.sql.find(cast) == std::string::npos
                             ? std::string()
                             : statement.sql.substr(statement.sql.find(cast) + cast.size()));
        }
    }

    void try_cast(const Object& before, const Object& after, std::string expression) {
        const auto name = pg::quote_identifier(after.id.name);
        const auto type = after.text("type");
        const auto* place = table(after.id.schema, after.id.parent);
        const auto length = in_parentheses(type, 0);
        if (expression.empty() && type.starts_with("character") && length) {
            // The cast would cut off what is too long; the assignment refuses it.
            ask(*place, fmt::format("pg_catalog.length(pg_catalog.rtrim({}::text)) > {}", name, length->text),
                fmt::format("are too long for {} in {}", type, name), cast_of(after));
            return;
        }
        if (before.text("type") == type)
            return;
        if (expression.empty())
            expression = fmt::format("{}::{}", name, type);
        ask(*place, fmt::format("({}) IS NULL AND {} IS NOT NULL", expression, name),
            fmt::format("would become NULL in {}", name), cast_of(after));
    }

    static std::string cast_of(const Object& column) {
        return fmt::format("the change of {} to {}", ddl::name_of(column.id), column.text("type"));
    }

    /// Labels that an enum loses.
    void users_type(const Object& before, const Object& after) {
        for (const auto& need : after.depends_on) {
            const auto* type = target_.find(need);
            if (need.kind != Kind::enum_type || type == nullptr || before.text("type").ends_with("[]"))
                continue;
            const auto* labels = type->find("labels");
            std::string list;
            if (labels != nullptr)
                for (const auto& label : std::get<std::vector<std::string>>(*labels))
                    list += (list.empty() ? "" : ", ") + pg::quote_literal(label);
            const auto name = pg::quote_identifier(after.id.name);
            ask(*table(after.id.schema, after.id.parent),
                fmt::format("{}::text NOT IN ({})", name, list.empty() ? "NULL" : list),
                fmt::format("have a value in {} that is not a label of {}", name, ddl::name_of(need)),
                cast_of(after));
        }
    }

    const Model& live_;
    const Model& target_;
    const schema::Script& script_;
    ddl::Places live_places_, target_places_;
    std::vector<RowQuestion> questions_;
};

} // namespace

std::vector<RowQuestion> row_questions(const Model& live, const Model& target, const schema::Script& script) {
    return Questions(live, target, script).run();
}

} // namespace pgmend::drift
