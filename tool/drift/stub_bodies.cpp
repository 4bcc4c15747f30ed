#include "drift/stub_bodies.hpp"

#include "base/sha256.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using schema::Kind;
using schema::Object;

/// Types that only functions written in C can take or return.
bool is_for_c_only(const Object& function) {
    constexpr auto types =
        std::to_array<std::string_view>({"internal", "cstring", "language_handler", "fdw_handler",
                                         "index_am_handler", "table_am_handler", "tsm_handler", "\"any\""});
    const auto text = fmt::format("{} {}", function.text("arguments"), function.text("result"));
    return std::ranges::any_of(types,
                               [&](std::string_view type) { return text.find(type) != std::string::npos; });
}

/// A body in PL/pgSQL that returns NULL, no row, or nothing, as the result demands.
std::string body_without_effect(const Object& function) {
    const auto result = function.text("result");
    const auto arguments = fmt::format(" {}", function.text("arguments"));
    const bool has_no_value = function.id.kind == Kind::procedure || result.empty() || result == "void" ||
                              result == "event_trigger" || result.starts_with("SETOF ") ||
                              result.starts_with("TABLE(") || arguments.find(" OUT ") != std::string::npos ||
                              arguments.find(" INOUT ") != std::string::npos;
    return has_no_value ? "BEGIN END" : "BEGIN RETURN NULL; END";
}

void stub(Object& function, bool has_plpgsql) {
    const auto language = function.text("language");
    if (function.find("sql_body") != nullptr || language == "c" || language == "internal" ||
        is_for_c_only(function))
        return;
    std::string transforms;
    if (const auto* types = function.find("transform_types"))
        transforms = schema::display(*types);
    const auto digest = sha256(fmt::format("{}\n{}\n{}", language, transforms, function.text("body")));
    // Without PL/pgSQL the body is none that its language takes: a call is an error.
    function.set("body", fmt::format("{}\n-- {}", has_plpgsql ? body_without_effect(function) : "", digest));
    if (has_plpgsql)
        function.set("language", "plpgsql");
    function.erase("transform_types");
}

} // namespace

schema::Model with_stub_bodies(schema::Model model) {
    const bool has_plpgsql = model.find({.kind = Kind::extension, .name = "plpgsql"}) != nullptr;
    for (auto& object : model.objects)
        if (object.id.kind == Kind::function || object.id.kind == Kind::procedure)
            stub(object, has_plpgsql);
    return model;
}

} // namespace pgmend::drift
