#include "sync/json.hpp"
#include "sync/json_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pgmend::sync::json;

namespace {

std::string fault_of(std::string_view text) {
    Document document;
    const auto fault = document.parse(text);
    return fault ? fault->reason : "";
}

} // namespace

TEST_CASE("a member is found by its name, the last of several, and keeps its own bytes") {
    const std::string text =
        R"( {"a": 1, "n": -12345678901234567890.1200e+5, "a" : {"ключ" : [true, null]}} )";
    Document document;
    REQUIRE_FALSE(document.parse(text));
    const auto root = document.root();
    CHECK(root.find("n").raw() == "-12345678901234567890.1200e+5");
    CHECK(root.find("a").is(Kind::object));
    const auto list = root.find("a").find("ключ");
    REQUIRE(list.is(Kind::array));
    CHECK(list.first().raw() == "true");
    CHECK(list.first().next(list).is(Kind::null));
    CHECK_FALSE(list.first().next(list).next(list));
    CHECK_FALSE(root.find("absent"));
    CHECK_FALSE(root.find("n").find("a"));
}

TEST_CASE("escapes become characters, also beyond the first 65,536, and in names") {
    const std::string text = R"({"na\u006De": "\"\\\/\b\f\n\r\t\u00e9\u20ac\ud83d\ude00"})";
    Document document;
    REQUIRE_FALSE(document.parse(text));
    CHECK(document.root().find("name").text() == "\"\\/\b\f\n\r\té€😀");
    CHECK(document.root().first().key() == "name");
}

TEST_CASE("what jsonb cannot hold is refused with its reason") {
    CHECK_THAT(fault_of(R"({"a": "\u0000"})"), Catch::Contains("NUL"));
    CHECK(fault_of(R"({"a": "\ud83d"})") == "half a surrogate pair");
    CHECK(fault_of(R"({"a": "\ude00"})") == "half a surrogate pair");
    CHECK(fault_of(R"({"a": "\ud83d\u0041"})") == "half a surrogate pair");
    CHECK(fault_of("{\"a\": \"\xC3\"}") == "invalid UTF-8");
    CHECK_THAT(fault_of(std::string(2000, '[') + std::string(2000, ']')), Catch::Contains("nested deeper"));
    CHECK(fault_of(std::string(1000, '[') + std::string(1000, ']')).empty());
}

TEST_CASE("what is taken for JSON is what another parser takes for it") {
    for (const std::string text : {"{}",         "[]",
                                   "[1,2]",      "[1,]",
                                   "[,1]",       "{\"a\":1,}",
                                   "{\"a\"}",    "{a:1}",
                                   "{\"a\":}",   "01",
                                   "-0",         "1.",
                                   ".5",         "1e5",
                                   "1e",         "+1",
                                   "-",          "tru",
                                   "true",       "nul",
                                   "null ",      "\"a",
                                   "\"a\nb\"",   "\"\\x\"",
                                   "\"\\u12\"",  "[1 2]",
                                   "{} {}",      "",
                                   " ",          "[[]",
                                   "]",          "\"\\ud83d\\ude00\"",
                                   "1.5E-3",     "{\"a\":{\"b\":[{}]}}",
                                   "[\"\\\\\"]", "0x1",
                                   "NaN"}) {
        INFO(text);
        CHECK(fault_of(text).empty() == nlohmann::json::accept(text));
    }
}

TEST_CASE("a text as a JSON string is read back unchanged") {
    const std::string text = "quote \" back\\slash \x01\n «é»";
    CHECK(nlohmann::json::parse(pgmend::sync::json::quoted(text)).get<std::string>() == text);
}
