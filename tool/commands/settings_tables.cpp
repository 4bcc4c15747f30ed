#include "commands/settings_tables.hpp"

namespace pgmend::commands {

std::string_view expected(ValueType type) {
    switch (type) {
    case ValueType::text:
        return "a string";
    case ValueType::list:
        return "a string or an array of strings";
    case ValueType::number:
        return "a number of 0 or more";
    case ValueType::boolean:
        return "true or false";
    case ValueType::duration:
        return "a duration such as \"500ms\", \"2s\" or \"5min\"";
    case ValueType::date:
        return "a date such as 2026-12-31";
    case ValueType::kind:
        return "a kind of object";
    case ValueType::table:
        return "a table of strings, numbers and booleans";
    }
    return "";
}

std::span<const SettingsTable> settings_tables() {
    using enum ValueType;
    static const std::vector<SettingsTable> tables{
        {.name = "dedupe",
         .form = TableForm::named,
         .keys = {{"key", list},
                  {"where"},
                  {"keep"},
                  {"nulls", text, {"same", "distinct"}},
                  {"then-unique"},
                  {"chunk-time", duration},
                  {"max-rate", number},
                  {"max-lag", duration},
                  {"max-archive-queue", number},
                  {"archive", boolean},
                  {"repoint", boolean},
                  {"vacuum", boolean},
                  {"pause-for-autovacuum", boolean}}},
        {.name = "index",
         .form = TableForm::named,
         .keys = {{.name = "table", .required = true},
                  {.name = "columns", .type = list, .required = true},
                  {"include", list},
                  {"where"},
                  {"with"},
                  {"using"},
                  {"unique", boolean},
                  {"nulls-not-distinct", boolean}}},
        {.name = "ignore",
         .form = TableForm::list,
         .keys = {{"kind", kind},
                  {"object"},
                  {"attribute"},
                  {.name = "reason", .required = true},
                  {"until", date}}},
        {.name = "replay", .form = TableForm::plain, .keys = {{"prelude"}, {"scratch"}, {"settings", table}}},
    };
    return tables;
}

} // namespace pgmend::commands
