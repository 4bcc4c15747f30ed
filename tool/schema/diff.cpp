#include "schema/diff.hpp"

#include "schema/rename.hpp"
#include "schema/versions.hpp"

#include <algorithm>
#include <set>

namespace pgmend::schema {
namespace {

bool is_family(std::string_view attribute) {
    return attribute.ends_with(".*");
}

/// Whether a side could not read this attribute of this object.
bool is_unreadable(const Model& model, const ObjectId& id, std::string_view attribute) {
    auto at = std::lower_bound(model.unreadable.begin(), model.unreadable.end(), id,
                               [](const Unreadable& item, const ObjectId& key) { return item.object < key; });
    for (; at != model.unreadable.end() && at->object == id; ++at) {
        const std::string_view what = at->attribute;
        if (what.empty() || what == attribute ||
            (is_family(what) && attribute.starts_with(what.substr(0, what.size() - 1))))
            return true;
    }
    return false;
}

/// The things that hold others, by the name under which those know them.
struct Container {
    std::string schema;
    std::string name;

    auto operator<=>(const Container&) const = default;
};

bool can_hold(Kind kind) {
    return kind == Kind::table || kind == Kind::foreign_table || kind == Kind::view ||
           kind == Kind::materialized_view || kind == Kind::composite_type || kind == Kind::domain ||
           kind == Kind::server || kind == Kind::publication;
}

/// Column and constraint behind which an object stands: a sequence behind its column, an index behind its
/// constraint.
std::optional<ObjectId> stands_behind(const Object& object) {
    if (object.id.kind == Kind::index && object.find("constraint") != nullptr)
        return ObjectId{.kind = Kind::constraint,
                        .schema = object.id.schema,
                        .parent = object.id.parent,
                        .name = std::string(object.text("constraint"))};
    return std::nullopt;
}

/// "schema.table.column" without quotes, to find the column that owns a sequence: what is quoted is up to the
/// server there.
std::string bare(std::string path) {
    std::erase(path, '"');
    return path;
}

class Comparison {
  public:
    Comparison(const Model& expected, const Model& actual, const DiffOptions& options)
        : expected_(expected), actual_(actual), options_(options) {}

    Diff run() {
        auto e = expected_.objects.begin();
        auto a = actual_.objects.begin();
        while (e != expected_.objects.end() || a != actual_.objects.end()) {
            if (a == actual_.objects.end() || (e != expected_.objects.end() && e->id < a->id))
                whole(*e++, Change::missing);
            else if (e == expected_.objects.end() || a->id < e->id)
                whole(*a++, Change::unexpected);
            else
                attributes(*e++, *a++);
        }
        if (options_.fold_contents)
            fold();
        suspect_renames(diff_.findings, expected_, actual_);
        note_unreadable();
        return std::move(diff_);
    }

  private:
    void whole(const Object& object, Change change) {
        const auto& other = change == Change::missing ? actual_ : expected_;
        if (is_unreadable(other, object.id, ""))
            return;
        const auto severity =
            change == Change::missing ? severity_of_missing(object) : severity_of_unexpected(object);
        diff_.findings.push_back({.object = object.id, .change = change, .severity = severity});
    }

    void attributes(const Object& expected, const Object& actual) {
        auto e = expected.attributes.begin();
        auto a = actual.attributes.begin();
        while (e != expected.attributes.end() || a != actual.attributes.end()) {
            if (a == actual.attributes.end() || (e != expected.attributes.end() && e->name < a->name)) {
                attribute(expected, e->name, &e->value, nullptr);
                ++e;
            } else if (e == expected.attributes.end() || a->name < e->name) {
                attribute(expected, a->name, nullptr, &a->value);
                ++a;
            } else {
                if (e->value != a->value)
                    attribute(expected, e->name, &e->value, &a->value);
                ++e, ++a;
            }
        }
    }

    void attribute(const Object& object, const std::string& name, const Value* expected,
                   const Value* actual) {
        if (!options_.informational && is_informational(object.id, name))
            return;
        if (is_unreadable(expected_, object.id, name) || is_unreadable(actual_, object.id, name))
            return;
        if (comes_with_the_version(object.id, name, expected, expected_.server_version, actual,
                                   actual_.server_version))
            return;
        const auto text = [](const Value* value) {
            return value != nullptr ? std::optional(display(*value)) : std::nullopt;
        };
        diff_.findings.push_back({.object = object.id,
                                  .change = Change::different,
                                  .attribute = name,
                                  .expected = text(expected),
                                  .actual = text(actual),
                                  .severity = severity_of_different(object, name)});
    }

    /// Drops findings on what is inside something that is itself missing or unexpected.
    void fold() {
        std::set<Container> containers;
        std::set<ObjectId> gone;
        std::set<std::string> columns;
        for (const auto& finding : diff_.findings) {
            if (finding.change == Change::different)
                continue;
            if (can_hold(finding.object.kind))
                containers.insert({finding.object.schema, finding.object.name});
            if (finding.object.kind == Kind::constraint)
                gone.insert(finding.object);
            if (finding.object.kind == Kind::column)
                columns.insert(bare(display(finding.object)));
        }
        std::erase_if(diff_.findings, [&](const Finding& finding) {
            if (finding.change == Change::different)
                return false;
            const auto& id = finding.object;
            if (!id.parent.empty() && containers.contains({id.schema, id.parent}))
                return true;
            const auto& object = *(finding.change == Change::missing ? expected_ : actual_).find(id);
            const auto behind = stands_behind(object);
            return (behind && gone.contains(*behind)) || is_owned_by_gone(object, columns);
        });
    }

    static bool is_owned_by_gone(const Object& object, const std::set<std::string>& columns) {
        if (object.id.kind != Kind::sequence)
            return false;
        return columns.contains(bare(std::string(object.text("identity_of")))) ||
               columns.contains(bare(std::string(object.text("owned_by"))));
    }

    void note_unreadable() {
        std::set<Unreadable> all(expected_.unreadable.begin(), expected_.unreadable.end());
        all.insert(actual_.unreadable.begin(), actual_.unreadable.end());
        for (const auto& item : all)
            diff_.undecided.push_back({.object = item.object, .attribute = item.attribute});
    }

    const Model& expected_;
    const Model& actual_;
    const DiffOptions& options_;
    Diff diff_;
};

} // namespace

Diff diff(const Model& expected, const Model& actual, const DiffOptions& options) {
    return Comparison(expected, actual, options).run();
}

} // namespace pgmend::schema
