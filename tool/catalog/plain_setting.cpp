#include "catalog/plain_setting.hpp"

#include "sql/queries.hpp"

namespace pgmend::catalog {
namespace {

using What = statement::PlainSetting::What;

const char* word(What what) {
    switch (what) {
    case What::not_null:
        return "not null";
    case What::nullable:
        return "nullable";
    case What::default_value:
        return "default";
    case What::no_default:
        return "no default";
    case What::type:
        return "type";
    case What::comment:
        return "comment";
    }
    return "";
}

/// A comment may be on any relation that has a row type; columns are altered by other rules outside of
/// tables.
bool can_be_asked(const AskedSetting& asked) {
    const auto kind = asked.relation.kind;
    const bool table = kind == 'r' || kind == 'p';
    return table || (asked.setting.what == What::comment && (kind == 'v' || kind == 'm'));
}

} // namespace

std::vector<std::optional<bool>> are_set_already(pg::Connection& connection,
                                                 std::span<const AskedSetting> asked) {
    std::vector<std::optional<bool>> answers(asked.size());
    std::vector<std::string> oids, whats, columns, texts;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (!can_be_asked(asked[i]))
            continue;
        places.push_back(i);
        oids.push_back(std::to_string(asked[i].relation.oid));
        whats.emplace_back(word(asked[i].setting.what));
        columns.push_back(asked[i].setting.column);
        texts.push_back(asked[i].setting.text);
    }
    if (places.empty())
        return answers;
    const auto rows = connection.run(sql::plain_settings, {oids, whats, columns, texts});
    for (std::size_t row = 0; row < rows.rows(); ++row)
        answers[places[row]] = rows.get<std::optional<bool>>(row, 0);
    return answers;
}

} // namespace pgmend::catalog
