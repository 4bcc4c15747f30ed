#include "schema/model.hpp"

#include <algorithm>

namespace pgmend::schema {
namespace {

bool is_plain(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto follower = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '$'; };
    return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), follower);
}

std::string in_quotes(std::string_view name) {
    std::string text = "\"";
    for (const char c : name)
        text.append(c == '"' ? 2 : 1, c);
    return text + '"';
}

/// Names that are built of several parts are shown as they are.
bool is_composed(Kind kind) {
    return kind == Kind::cast || kind == Kind::transform || kind == Kind::operator_ ||
           kind == Kind::privileges || kind == Kind::publication_table || kind == Kind::setting ||
           kind == Kind::other;
}

std::string part(Kind kind, std::string_view name) {
    return is_plain(name) || is_composed(kind) ? std::string(name) : in_quotes(name);
}

auto place(auto& attributes, std::string_view name) {
    return std::lower_bound(attributes.begin(), attributes.end(), name,
                            [](const Attribute& a, std::string_view n) { return a.name.compare(n) < 0; });
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '$' || c == '"' || static_cast<unsigned char>(c) >= 0x80;
}

/// Replaces `from` where it does not begin inside another name.
void replace_prefix(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        if (at > 0 && (is_name_character(text[at - 1]) || text[at - 1] == '.')) {
            at += from.size();
            continue;
        }
        text.replace(at, from.size(), to);
        at += to.size();
    }
}

/// Schema `from` becomes `to`, in identities and wherever a text names something in it.
class Move {
  public:
    Move(std::string_view from, std::string_view to)
        : from_(from), to_(to), plain_(std::string(from) + '.'), quoted_(in_quotes(from) + '.'),
          target_((is_plain(to) ? std::string(to) : in_quotes(to)) + '.') {}

    void operator()(std::string& text) const {
        if (is_plain(from_))
            replace_prefix(text, plain_, target_);
        replace_prefix(text, quoted_, target_);
    }
    void operator()(ObjectId& id) const {
        if (id.schema == from_)
            id.schema = to_;
        (*this)(id.signature);
        if (id.kind == Kind::schema && id.name == from_)
            id.name = to_;
        else if (is_composed(id.kind))
            (*this)(id.name);
    }
    void operator()(Value& value) const {
        if (auto* text = std::get_if<std::string>(&value)) {
            (*this)(*text);
        } else {
            for (auto& element : std::get<std::vector<std::string>>(value))
                (*this)(element);
        }
    }

  private:
    std::string from_, to_, plain_, quoted_, target_;
};

/// An object is large, so the order is found first and each is moved once.
void sort_by_identity(std::vector<Object>& objects) {
    const auto by_id = [](const Object& a, const Object& b) { return a.id < b.id; };
    if (std::is_sorted(objects.begin(), objects.end(), by_id))
        return;
    std::vector<Object*> order;
    order.reserve(objects.size());
    for (auto& object : objects)
        order.push_back(&object);
    std::sort(order.begin(), order.end(), [&](const Object* a, const Object* b) { return by_id(*a, *b); });
    std::vector<Object> sorted;
    sorted.reserve(objects.size());
    for (auto* object : order)
        sorted.push_back(std::move(*object));
    objects = std::move(sorted);
}

} // namespace

std::string display(const ObjectId& id) {
    std::string text;
    for (const auto* name : {&id.schema, &id.parent}) {
        if (!name->empty())
            text += (is_plain(*name) ? *name : in_quotes(*name)) + '.';
    }
    text += part(id.kind, id.name);
    if (!id.signature.empty())
        text += (id.signature.front() == '(' ? "" : " ") + id.signature;
    return text;
}

std::string display(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    std::string text = "[";
    for (const auto& element : std::get<std::vector<std::string>>(value))
        text += (text.size() > 1 ? ", " : "") + element;
    return text + ']';
}

const Value* Object::find(std::string_view attribute) const noexcept {
    const auto at = place(attributes, attribute);
    return at != attributes.end() && at->name == attribute ? &at->value : nullptr;
}

std::string_view Object::text(std::string_view attribute) const noexcept {
    const auto* value = find(attribute);
    const auto* text = value != nullptr ? std::get_if<std::string>(value) : nullptr;
    return text != nullptr ? std::string_view(*text) : std::string_view();
}

void Object::set(std::string_view attribute, Value value) {
    const auto at = place(attributes, attribute);
    if (at != attributes.end() && at->name == attribute)
        at->value = std::move(value);
    else
        attributes.insert(at, {.name = std::string(attribute), .value = std::move(value)});
}

void Object::erase(std::string_view attribute) {
    const auto at = place(attributes, attribute);
    if (at != attributes.end() && at->name == attribute)
        attributes.erase(at);
}

const Object* Model::find(const ObjectId& id) const noexcept {
    const auto at =
        std::lower_bound(objects.begin(), objects.end(), id,
                         [](const Object& object, const ObjectId& key) { return object.id < key; });
    return at != objects.end() && at->id == id ? &*at : nullptr;
}

void Model::sort() {
    for (auto& object : objects) {
        std::sort(object.attributes.begin(), object.attributes.end(),
                  [](const Attribute& a, const Attribute& b) { return a.name < b.name; });
        auto& needs = object.depends_on;
        std::sort(needs.begin(), needs.end());
        needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    }
    sort_by_identity(objects);
    std::sort(unreadable.begin(), unreadable.end());
}

bool is_informational(const ObjectId& id, std::string_view attribute) noexcept {
    if (attribute == "position")
        return id.kind == Kind::column;
    if (attribute == "relocatable") // whether it can be moved is the extension's business
        return id.kind == Kind::extension;
    return attribute == "own_name" || attribute == "not_null_name";
}

Model moved(Model model, std::string_view from_schema, std::string_view to_schema) {
    const Move move(from_schema, to_schema);
    for (auto& object : model.objects) {
        move(object.id);
        for (auto& attribute : object.attributes)
            move(attribute.value);
        for (auto& need : object.depends_on)
            move(need);
    }
    for (auto& item : model.unreadable)
        move(item.object);
    model.sort();
    return model;
}

} // namespace pgmend::schema
