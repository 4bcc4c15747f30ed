#include "sync/batch.hpp"
#include "sync/guess_bad_row.hpp"
#include "sync/http_verdict.hpp"
#include "sync/path.hpp"
#include "sync/rejects.hpp"
#include "sync/tracker.hpp"
#include "sync/url.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pgmend;
using namespace pgmend::sync;

TEST_CASE("the next page's id is read from the link that says next") {
    CHECK(
        next_page_id(
            R"(<https://h/v2/c?perPage=50>; rel="first", <https://h/v2/c?perPage=50&id=6a%2Fb>; rel="next")") ==
        "6a/b");
    CHECK(next_page_id(R"(<https://h/v2/c?id=abc&perPage=50>; rel="next")") == "abc");
    CHECK(next_page_id(R"(<https://h/v2/c?id=abc>; rel="prev")").empty());
    CHECK(next_page_id("").empty());
    CHECK(next_page_id("<broken").empty());
}

TEST_CASE("Retry-After is seconds or a date, within reason") {
    using std::chrono::seconds;
    CHECK(retry_after("7") == seconds(7));
    CHECK(retry_after("0") == seconds(0));
    CHECK(retry_after("") == seconds(60));
    CHECK(retry_after("soon") == seconds(60));
    CHECK(retry_after("999999") == seconds(3600));
    CHECK(retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == seconds(0));
}

TEST_CASE("a URL in a message has neither password nor query") {
    CHECK(without_secrets("https://me:secret@host:1/v2/x?token=secret") == "https://host:1/v2/x");
    CHECK(without_secrets("https://host/a@b") == "https://host/a@b");
}

TEST_CASE("a dotted path becomes the steps of jsonb's operator") {
    using Steps = std::vector<std::string>;
    CHECK(parse_path("status.display") == Steps{"status", "display"});
    CHECK(parse_path("links[0].object.key") == Steps{"links", "0", "object", "key"});
    CHECK(parse_path("a[1][-2]") == Steps{"a", "1", "-2"});
    CHECK(parse_path("\"a.b\".c") == Steps{"a.b", "c"});
    CHECK(parse_path("6063--team") == Steps{"6063--team"});
    for (const char* bad : {"", ".", "a.", "a..b", "a[", "a[x]", "a[]", "\"a", "a[0]b", ".a"}) {
        INFO(bad);
        CHECK_THROWS_AS(parse_path(bad), UsageError);
    }
}

TEST_CASE("the line of a COPY is found in any language, and only the right table's") {
    CHECK(copy_line("COPY t, line 12, column a: \"x\"", "t") == 12);
    CHECK(copy_line("COPY t, строка 7", "t") == 7);
    CHECK(copy_line("JSON data, line 1: {...\nCOPY t, line 5, column full_data: \"…", "t") == 5);
    CHECK(copy_line("SQL statement \"COPY u, line 3\"", "t") == 0);
    CHECK(copy_line("", "t") == 0);
}

TEST_CASE("a reject tells its input, as text where that can be and else as base64") {
    const auto line =
        nlohmann::json::parse(reject_line({.text = "{\"a\":\"é\"}", .source = "f", .line = 3, .offset = 9},
                                          {.kind = "missing", .reason = "id is missing"}));
    CHECK(line["input"] == "{\"a\":\"é\"}");
    CHECK(line["line"] == 3);
    CHECK(line["offset"] == 9);
    CHECK(line["kind"] == "missing");
    const auto bytes =
        nlohmann::json::parse(reject_line({.text = "\xFF\x01ok"}, {.kind = "utf8", .reason = "\xFF"}));
    CHECK(bytes["input_base64"] == "/wFvaw==");
}

TEST_CASE("identifiers made one after the other are different, of version 7, and in order of time") {
    const auto first = to_text(new_uuid()), second = to_text(new_uuid());
    CHECK(first != second);
    CHECK(first.size() == 36);
    CHECK(first[14] == '7');
    CHECK(std::string("89ab").find(first[19]) != std::string::npos);
    CHECK(first.substr(0, 8) <= second.substr(0, 8));
}

TEST_CASE("the issue that a refusal is about is guessed from its detail, unless it comes twice") {
    const Issue a{.tracker_id = "a", .key = "T-1", .team = "Core"},
        b{.tracker_id = "b", .key = "T-2", .team = "Gone"};
    const std::vector<const Issue*> both{&a, &b}, twice{&a, &b, &b};
    const pg::Diagnostic key{.detail = "Key (team)=(Gone) is not present in table \"teams\"."};
    const pg::Diagnostic row{.detail = "Failing row contains (17, b, a, null, T-2)."};
    CHECK(guess_bad_row(both, key) == 1);
    CHECK(guess_bad_row(both, row) == 1);
    CHECK_FALSE(guess_bad_row(twice, key));
    CHECK_FALSE(guess_bad_row(both, {.detail = ""}));
    CHECK_FALSE(guess_bad_row(both, {.detail = "Failing row contains (17, c, d)."}));
}
