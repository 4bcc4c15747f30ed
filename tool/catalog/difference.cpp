#include "catalog/difference.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;

std::string words(Kind kind) {
    std::string text(schema::to_string(kind));
    std::ranges::replace(text, '_', ' ');
    return text;
}

/// An object on one line: a column as SQL writes it, a constraint or index by its definition.
std::string summary(const schema::Object& object) {
    if (object.id.kind == Kind::column || object.id.kind == Kind::attribute) {
        std::string text(object.text("type"));
        if (object.find("not_null") != nullptr)
            text += " not null";
        for (const auto* part : {"default", "generated", "identity"})
            if (object.find(part) != nullptr)
                text += fmt::format(" {} {}", part, object.text(part));
        return text;
    }
    return object.find("definition") != nullptr ? std::string(object.text("definition"))
                                                : words(object.id.kind);
}

std::string text_of(const schema::Model& model, const schema::ObjectId& id) {
    const auto* object = model.find(id);
    return object != nullptr ? summary(*object) : "(missing)";
}

} // namespace

std::vector<Difference> differences(const schema::Model& wanted, const schema::Model& existing,
                                    const schema::ObjectId& subject,
                                    const RemoveEquivalent& remove_equivalent) {
    auto diff = schema::diff(wanted, existing);
    if (remove_equivalent && !diff.findings.empty())
        remove_equivalent(diff, wanted, existing);
    std::vector<Difference> found;
    const auto add = [&](Difference one) {
        if (std::ranges::find(found, one) == found.end())
            found.push_back(std::move(one));
    };
    for (const auto& finding : diff.findings) {
        const auto& id = finding.object;
        const auto belongs = fmt::format("{} {}", words(id.kind), id.name);
        if (finding.change == schema::Change::different && id == subject)
            add({finding.attribute, finding.actual.value_or("(none)"), finding.expected.value_or("(none)")});
        else if (finding.change == schema::Change::different && id.kind != Kind::column &&
                 finding.attribute != "definition")
            add({fmt::format("{}, {}", belongs, finding.attribute), finding.actual.value_or("(none)"),
                 finding.expected.value_or("(none)")});
        else if (finding.change == schema::Change::different && finding.attribute != "type" &&
                 finding.attribute != "not_null" && finding.attribute != "default" &&
                 finding.attribute != "generated" && finding.attribute != "identity" &&
                 finding.attribute != "definition")
            add({fmt::format("{}, {}", belongs, finding.attribute), finding.actual.value_or("(none)"),
                 finding.expected.value_or("(none)")});
        else
            add({belongs, text_of(existing, id), text_of(wanted, id)});
    }
    return found;
}

} // namespace pgmend::catalog
