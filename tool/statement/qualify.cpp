#include "statement/qualify.hpp"

#include "statement/arena.hpp"
#include "statement/tree_walk.hpp"

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <pg_query.h>

namespace pgmend::statement {
namespace {

constexpr std::string_view catalog = "pg_catalog";

[[noreturn]] void fail(std::string_view why, std::string_view sql) {
    throw std::logic_error(fmt::format("{}: {}", why, sql));
}

/// A parse tree that can be changed; its parts live as long as it does.
class Tree {
  public:
    explicit Tree(const std::string& sql) {
        auto parsed = pg_query_parse_protobuf(sql.c_str());
        if (parsed.error != nullptr) {
            const std::string why = parsed.error->message;
            pg_query_free_protobuf_parse_result(parsed);
            fail(why, sql);
        }
        root_ = pg_query__parse_result__unpack(&allocator_, parsed.parse_tree.len,
                                               reinterpret_cast<const std::uint8_t*>(parsed.parse_tree.data));
        pg_query_free_protobuf_parse_result(parsed);
    }
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
    ~Tree() = default;

    PgQuery__ParseResult* root() const { return root_; }

    std::vector<std::uint8_t> packed() const {
        std::vector<std::uint8_t> bytes(pg_query__parse_result__get_packed_size(root_));
        pg_query__parse_result__pack(root_, bytes.data());
        return bytes;
    }

    char* text(std::string_view value) {
        auto* copy = static_cast<char*>(arena_.allocate(value.size() + 1));
        std::memcpy(copy, value.data(), value.size());
        copy[value.size()] = '\0';
        return copy;
    }

    template <class T>
    T* make(void (*init)(T*)) {
        auto* made = static_cast<T*>(arena_.allocate(sizeof(T)));
        init(made);
        return made;
    }

    Node* node(PgQuery__Node__NodeCase which, void* value) {
        auto* made = make(pg_query__node__init);
        made->node_case = which;
        made->string = static_cast<PgQuery__String*>(value); // all members of the union are pointers
        return made;
    }

    Node** list(std::initializer_list<Node*> nodes) {
        auto** made =
            static_cast<Node**>(arena_.allocate(sizeof(Node*) * std::max<std::size_t>(1, nodes.size())));
        std::ranges::copy(nodes, made);
        return made;
    }

    Node* name(std::string_view value) {
        auto* string = make(pg_query__string__init);
        string->sval = text(value);
        return node(PG_QUERY__NODE__NODE_STRING, string);
    }

    /// A name of one part gets the schema; any other stays.
    void qualify(std::size_t& size, Node**& parts) {
        if (size != 1)
            return;
        parts = list({name(catalog), parts[0]});
        size = 2;
    }

    Node* operation(std::string_view symbol, Node* left, Node* right) {
        auto* made = make(pg_query__a__expr__init);
        made->kind = PG_QUERY__A__EXPR__KIND__AEXPR_OP;
        made->n_name = 2;
        made->name = list({name(catalog), name(symbol)});
        made->lexpr = left;
        made->rexpr = right;
        return node(PG_QUERY__NODE__NODE_A_EXPR, made);
    }

    Node* logic(PgQuery__BoolExprType type, std::vector<Node*> parts) {
        auto* made = make(pg_query__bool_expr__init);
        made->boolop = type;
        made->n_args = parts.size();
        made->args = static_cast<Node**>(arena_.allocate(sizeof(Node*) * parts.size()));
        std::ranges::copy(parts, made->args);
        return node(PG_QUERY__NODE__NODE_BOOL_EXPR, made);
    }

    Node* null_test(PgQuery__NullTestType type, Node* value) {
        auto* made = make(pg_query__null_test__init);
        made->arg = value;
        made->nulltesttype = type;
        return node(PG_QUERY__NODE__NODE_NULL_TEST, made);
    }

    Node* null() {
        auto* made = make(pg_query__a__const__init);
        made->isnull = 1;
        return node(PG_QUERY__NODE__NODE_A_CONST, made);
    }

    Node* when(Node* condition, Node* result) {
        auto* made = make(pg_query__case_when__init);
        made->expr = condition;
        made->result = result;
        return node(PG_QUERY__NODE__NODE_CASE_WHEN, made);
    }

    Node* case_of(std::initializer_list<Node*> whens, Node* otherwise) {
        auto* made = make(pg_query__case_expr__init);
        made->n_args = whens.size();
        made->args = list(whens);
        made->defresult = otherwise;
        return node(PG_QUERY__NODE__NODE_CASE_EXPR, made);
    }

  private:
    Arena arena_{4096};
    ProtobufCAllocator allocator_{
        .alloc = [](void* data, std::size_t size) { return static_cast<Arena*>(data)->allocate(size); },
        .free = [](void*, void*) {},
        .allocator_data = &arena_};
    PgQuery__ParseResult* root_ = nullptr;
};

class Qualifier {
  public:
    Qualifier(Tree& tree, std::string_view sql) : tree_(tree), sql_(sql) {
        walk(&tree_.root()->base, [&](const ProtobufCMessage* message) {
            if (message->descriptor == &pg_query__common_table_expr__descriptor)
                own_names_.insert(reinterpret_cast<const PgQuery__CommonTableExpr*>(message)->ctename);
        });
    }

    void run() {
        replace_nodes();
        walk(&tree_.root()->base, [&](const ProtobufCMessage* message) { visit(message); });
    }

  private:
    template <class T>
    static T* as(const ProtobufCMessage* message, const ProtobufCMessageDescriptor& type) {
        return message->descriptor == &type ? reinterpret_cast<T*>(const_cast<ProtobufCMessage*>(message))
                                            : nullptr;
    }

    void visit(const ProtobufCMessage* message) {
        if (auto* call = as<PgQuery__FuncCall>(message, pg_query__func_call__descriptor))
            visit(*call);
        else if (auto* type = as<PgQuery__TypeName>(message, pg_query__type_name__descriptor))
            tree_.qualify(type->n_names, type->names);
        else if (auto* collation = as<PgQuery__CollateClause>(message, pg_query__collate_clause__descriptor))
            tree_.qualify(collation->n_collname, collation->collname);
        else if (auto* relation = as<PgQuery__RangeVar>(message, pg_query__range_var__descriptor))
            visit(*relation);
        else if (auto* cast = as<PgQuery__TypeCast>(message, pg_query__type_cast__descriptor))
            visit(*cast);
        else if (auto* link = as<PgQuery__SubLink>(message, pg_query__sub_link__descriptor))
            visit(*link);
        else if (auto* join = as<PgQuery__JoinExpr>(message, pg_query__join_expr__descriptor))
            visit(*join);
        else if (auto* expression = as<PgQuery__AExpr>(message, pg_query__a__expr__descriptor))
            visit(*expression);
    }

    /// unnest() of several arrays is no function: the server writes it as one call of pg_catalog's for each,
    /// and only without a schema.
    void visit(PgQuery__FuncCall& call) {
        if (call.n_args < 2 || std::string_view(call.funcname[0]->string->sval) != "unnest")
            tree_.qualify(call.n_funcname, call.funcname);
    }

    void visit(PgQuery__RangeVar& relation) {
        const std::string_view name = relation.relname;
        if (*relation.schemaname == '\0' && name.starts_with("pg_") &&
            !own_names_.contains(std::string(name)))
            relation.schemaname = tree_.text(catalog);
    }

    /// 'pg_class'::regclass is looked up when the text is read.
    void visit(PgQuery__TypeCast& cast) {
        if (cast.arg->node_case != PG_QUERY__NODE__NODE_A_CONST ||
            cast.arg->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
            return;
        const auto& names = *cast.type_name;
        const std::string_view type = names.names[names.n_names - 1]->string->sval;
        const std::string_view value = cast.arg->a_const->sval->sval;
        if (type == "regclass" && value.starts_with("pg_") && value.find('.') == std::string_view::npos)
            cast.arg->a_const->sval->sval = tree_.text(fmt::format("{}.{}", catalog, value));
    }

    void visit(PgQuery__SubLink& link) {
        if (link.n_oper_name == 1)
            tree_.qualify(link.n_oper_name, link.oper_name);
        else if (link.n_oper_name == 0 && link.sub_link_type == PG_QUERY__SUB_LINK_TYPE__ANY_SUBLINK) {
            link.oper_name = tree_.list({tree_.name(catalog), tree_.name("=")});
            link.n_oper_name = 2;
        }
    }

    void visit(const PgQuery__JoinExpr& join) {
        if (join.n_using_clause > 0 || join.is_natural != 0)
            fail("a join must be written with ON", sql_);
    }

    void visit(PgQuery__AExpr& expression) {
        auto& e = expression;
        switch (e.kind) {
        case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
        case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
        case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL:
            break;
        case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
        case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
        case PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR:
            e.kind = PG_QUERY__A__EXPR__KIND__AEXPR_OP;
            break;
        default:
            fail("an expression that cannot be written with a schema", sql_);
        }
        tree_.qualify(e.n_name, e.name);
    }

    /// What becomes a node of another kind has to be changed where it is pointed to.
    void replace_nodes() {
        std::vector<Node*> nodes;
        collect(&tree_.root()->base, nodes);
        for (auto* node : nodes) {
            replace(*node);
            flatten(*node);
        }
    }

    /// AND in AND is one AND: so the parser reads it.
    void flatten(Node& node) {
        if (node.node_case != PG_QUERY__NODE__NODE_BOOL_EXPR)
            return;
        const auto type = node.bool_expr->boolop;
        std::vector<Node*> flat;
        for (auto* part : items(node.bool_expr->args, node.bool_expr->n_args)) {
            const bool same = type != PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR &&
                              part->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR &&
                              part->bool_expr->boolop == type;
            const auto inner = same ? items(part->bool_expr->args, part->bool_expr->n_args) : items(&part, 1);
            flat.insert(flat.end(), inner.begin(), inner.end());
        }
        node = *tree_.logic(type, flat);
    }

    static void collect(const ProtobufCMessage* message, std::vector<Node*>& nodes);

    void replace(Node& node) {
        if (node.node_case == PG_QUERY__NODE__NODE_CASE_EXPR && node.case_expr->arg != nullptr)
            return compare_in_case(*node.case_expr);
        if (node.node_case != PG_QUERY__NODE__NODE_A_EXPR)
            return;
        const auto& e = *node.a_expr;
        switch (e.kind) {
        case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
            node = *one_of(e);
            break;
        case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
            node =
                *tree_.case_of({tree_.when(tree_.operation("=", e.lexpr, e.rexpr), tree_.null())}, e.lexpr);
            break;
        case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN:
            node = *tree_.logic(PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR,
                                {tree_.operation(">=", e.lexpr, e.rexpr->list->items[0]),
                                 tree_.operation("<=", e.lexpr, e.rexpr->list->items[1])});
            break;
        case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
            node = *distinct(e.lexpr, e.rexpr);
            break;
        case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
            node = *tree_.logic(PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR, {distinct(e.lexpr, e.rexpr)});
            break;
        default:
            break;
        }
    }

    void compare_in_case(PgQuery__CaseExpr& expression) {
        for (auto* one : items(expression.args, expression.n_args))
            one->case_when->expr = tree_.operation("=", expression.arg, one->case_when->expr);
        expression.arg = nullptr;
    }

    /// One comparison after the other: an array would give the values a type of their own.
    Node* one_of(const PgQuery__AExpr& e) {
        const std::string_view symbol = e.name[0]->string->sval;
        std::vector<Node*> comparisons;
        for (auto* value : items(e.rexpr->list->items, e.rexpr->list->n_items))
            comparisons.push_back(tree_.operation(symbol, e.lexpr, value));
        if (comparisons.size() == 1)
            return comparisons.front();
        return tree_.logic(symbol == "=" ? PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR
                                         : PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR,
                           comparisons);
    }

    /// Of two rows, one pair of values after the other.
    Node* distinct(Node* left, Node* right) {
        if (left->node_case == PG_QUERY__NODE__NODE_ROW_EXPR &&
            right->node_case == PG_QUERY__NODE__NODE_ROW_EXPR) {
            std::vector<Node*> pairs;
            for (std::size_t i = 0; i < left->row_expr->n_args; ++i)
                pairs.push_back(distinct(left->row_expr->args[i], right->row_expr->args[i]));
            return tree_.logic(PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR, pairs);
        }
        const auto is_null = PG_QUERY__NULL_TEST_TYPE__IS_NULL,
                   not_null = PG_QUERY__NULL_TEST_TYPE__IS_NOT_NULL;
        return tree_.case_of({tree_.when(tree_.null_test(is_null, left), tree_.null_test(not_null, right)),
                              tree_.when(tree_.null_test(is_null, right), tree_.null_test(not_null, left))},
                             tree_.operation("<>", left, right));
    }

    Tree& tree_;
    std::string_view sql_;
    std::set<std::string> own_names_; ///< of WITH
};

/// Every Node, which walk() passes over; those further down come first, so that what is replaced holds what
/// has been.
void Qualifier::collect(const ProtobufCMessage* message, std::vector<Node*>& nodes) {
    const auto* type = message->descriptor;
    const auto at = [message](unsigned offset) { return reinterpret_cast<const char*>(message) + offset; };
    const auto child = [&](const ProtobufCFieldDescriptor& field) {
        if (field.type != PROTOBUF_C_TYPE_MESSAGE)
            return;
        if (field.label == PROTOBUF_C_LABEL_REPEATED) {
            const auto size = *reinterpret_cast<const std::size_t*>(at(field.quantifier_offset));
            auto* const* list = *reinterpret_cast<ProtobufCMessage** const*>(at(field.offset));
            for (const auto* item : items(list, size))
                collect(item, nodes);
        } else if (const auto* one = *reinterpret_cast<const ProtobufCMessage* const*>(at(field.offset))) {
            collect(one, nodes);
        }
    };
    if (type == &pg_query__node__descriptor) {
        auto* node = reinterpret_cast<Node*>(const_cast<ProtobufCMessage*>(message));
        if (const auto* one = protobuf_c_message_descriptor_get_field(type, node->node_case))
            child(*one);
        nodes.push_back(node);
        return;
    }
    for (unsigned i = 0; i < type->n_fields; ++i)
        if ((type->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0)
            child(type->fields[i]);
}

/// Places in the text are no part of the meaning.
void forget_places(const Tree& tree) {
    walk(&tree.root()->base, [](const ProtobufCMessage* message) {
        for (unsigned i = 0; i < message->descriptor->n_fields; ++i) {
            const auto& field = message->descriptor->fields[i];
            const std::string_view name = field.name;
            if (name == "location" || name == "stmt_location" || name == "stmt_len")
                *reinterpret_cast<std::int32_t*>(
                    reinterpret_cast<char*>(const_cast<ProtobufCMessage*>(message)) + field.offset) = 0;
        }
    });
}

std::string written_out(const Tree& tree, std::string_view sql) {
    auto bytes = tree.packed();
    const PgQueryProtobuf packed{.len = bytes.size(), .data = reinterpret_cast<char*>(bytes.data())};
    auto result = pg_query_deparse_protobuf(packed);
    const std::string text = result.error != nullptr ? "" : result.query;
    const std::string why = result.error != nullptr ? result.error->message : "";
    pg_query_free_deparse_result(result);
    if (!why.empty())
        fail(why, sql);
    const Tree again(text);
    forget_places(again);
    if (again.packed() != bytes)
        fail(fmt::format("could not be written with schemas (it became {})", text), sql);
    return text;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

} // namespace

std::string qualified(std::string_view sql) {
    const std::pair<std::string_view, std::string_view> marks[] = {{"{schema}", "\"{schema}\""},
                                                                   {"{owner}", "\"{owner}\""}};
    std::string text(sql);
    for (const auto& [mark, quoted] : marks)
        replace_all(text, mark, quoted);
    Tree tree(text);
    Qualifier(tree, sql).run();
    forget_places(tree);
    text = written_out(tree, sql);
    for (const auto& [mark, quoted] : marks)
        replace_all(text, quoted, mark);
    return text;
}

} // namespace pgmend::statement
