#include "sync/issue_stream.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstring>

using namespace pgmend::sync;

namespace {

struct Seen {
    std::string text;
    std::size_t line;
    bool operator==(const Seen&) const = default;
};

/// The values of a text that is read in bits of so many bytes.
std::vector<Seen> values(const std::string& text, std::size_t bit = 1 << 20, std::size_t max_size = 1 << 20) {
    std::size_t at = 0;
    IssueStream stream(
        [&](char* buffer, std::size_t size) {
            const auto count = std::min({size, bit, text.size() - at});
            std::memcpy(buffer, text.data() + at, count);
            at += count;
            return count;
        },
        max_size);
    std::vector<Seen> found;
    for (StreamItem item; stream.next(item);) {
        if (!item.too_long)
            CHECK(text.substr(item.offset, item.text.size()) == item.text);
        found.push_back({std::string(item.text), item.line});
    }
    return found;
}

std::vector<std::string> texts(const std::string& text) {
    std::vector<std::string> found;
    for (auto& one : values(text))
        found.push_back(one.text);
    for (const std::size_t bit : {1, 2, 7}) {
        std::vector<std::string> again;
        for (auto& one : values(text, bit))
            again.push_back(one.text);
        CHECK(again == found);
    }
    return found;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("every form of input gives its issues") {
    const Texts expected{R"({"id":"a","x":"]}"})", R"({"id":"b","y":[{"z":"\""}]})"};
    CHECK(texts("[" + expected[0] + ", " + expected[1] + "]") == expected);
    CHECK(texts("{\"issues\": [" + expected[0] + ",\n" + expected[1] + "]}") == expected);
    CHECK(texts("{\"total\": {\"n\": [2]}, \"issues\" : [" + expected[0] + "," + expected[1] +
                "], \"more\": [{}]}\n" + expected[0]) == Texts{expected[0], expected[1], expected[0]});
    CHECK(texts(expected[0] + "\n" + expected[1] + "\n") == expected);
    CHECK(texts(expected[0] + "\r\n\r\n" + expected[1]) == expected);
    CHECK(texts("\xEF\xBB\xBF" + expected[0] + expected[1]) == expected);
    CHECK(texts("").empty());
    CHECK(texts(" [ ] \n").empty());
}

TEST_CASE("an issue of several lines is one, and its line is where it begins") {
    const std::string issue = "{\n  \"id\": \"a\",\n  \"links\": [\n    {\n      \"x\": 1\n    }\n  ]\n}";
    CHECK(values("\n" + issue + "\n" + issue) == std::vector<Seen>{{issue, 2}, {issue, 10}});
    CHECK(values("[\n" + issue + ",\n" + issue + "\n]").size() == 2);
}

TEST_CASE("what stands behind the issues of a wrapper is passed over, wherever the input is cut") {
    const std::string issue = R"({"id":"a"})";
    CHECK(texts("{\"issues\": [" + issue + R"(], "x": "\\\"]}", "y": [{"z": "}"}]})" + "\n" + issue) ==
          Texts{issue, issue});
    CHECK(values("{\"issues\": [],\n\n\"x\": 1}\n" + issue) == std::vector<Seen>{{issue, 4}});
}

TEST_CASE("an issue with a list of issues is no wrapper") {
    const std::string issue = R"({"id":"a","issues":[{"id":"b"}]})";
    CHECK(texts(issue) == Texts{issue});
}

TEST_CASE("a broken line ends with itself") {
    const std::string good = R"({"id":"good","x":{"y":[1]}})";
    for (const std::string bad :
         {R"({"id":"bad","x":")", R"({"id":"bad","x":{"y":[1])", R"({"id":"bad",)", R"({"id")"}) {
        INFO(bad);
        CHECK(texts(good + "\n" + bad + "\n" + good + "\n" + good) == Texts{good, bad, good, good});
        CHECK(texts(bad) == Texts{bad});
    }
    CHECK(texts(R"({"id":"bad","x":{"y":[1])"
                "\n" +
                good + "\n" + good) == Texts{R"({"id":"bad","x":{"y":[1])", good, good});
    CHECK(texts("[\n" + good + ",\n" + R"({"id":"bad","x":{"y":1},)" + "\n" + good + "\n]") ==
          Texts{good, R"({"id":"bad","x":{"y":1},)", good});
}

TEST_CASE("what is no object comes out by itself") {
    CHECK(texts("[1, \"text\", {\"id\":\"a\"}, null]") == Texts{"1", "\"text\"", "{\"id\":\"a\"}", "null"});
    CHECK(texts("garbage\n{\"id\":\"a\"}") == Texts{"garbage", "{\"id\":\"a\"}"});
}

TEST_CASE("an issue that is too long is skipped without being kept") {
    const std::string good = R"({"id":"good"})";
    const auto found =
        values(good + "\n{\"id\":\"long\",\"x\":\"" + std::string(3'000'000, 'x') + "\"}\n" + good, 1 << 20,
               100'000);
    REQUIRE(found.size() == 3);
    CHECK(found[0].text == good);
    CHECK(found[1].text.size() == 4096);
    CHECK(found[2] == Seen{good, 3});
}

TEST_CASE("an end of input within the document is noticed, whatever it is within") {
    const auto open_at_end = [](const std::string& text) {
        std::size_t at = 0;
        IssueStream stream([&](char* buffer, std::size_t size) {
            const auto count = std::min({size, std::size_t{7}, text.size() - at});
            std::memcpy(buffer, text.data() + at, count);
            at += count;
            return count;
        });
        for (StreamItem item; stream.next(item);) {
        }
        CHECK(stream.size() == text.size());
        return std::string(stream.open_at_end());
    };
    const std::string issue = R"({"id":"a"})";
    CHECK(open_at_end("[" + issue + "]").empty());
    CHECK(open_at_end("[" + issue + "," + issue) == "an array");
    CHECK(open_at_end("[") == "an array");
    CHECK(open_at_end("[" + issue + R"(,{"id":"b")") == "an array");
    CHECK(open_at_end(R"({"issues":[)" + issue + "]}").empty());
    CHECK(open_at_end(R"({"issues":[)" + issue + R"(],"total":{"n":1}}
)")
              .empty());
    CHECK(open_at_end(R"({"issues":[)" + issue + "]") == "an object");
    CHECK(open_at_end(R"({"issues":[)" + issue + R"(],"total":{"n":1})") == "an object");
    CHECK(open_at_end(R"({"issues":[)" + issue) == "an array");
    CHECK(open_at_end(issue + "\n" + issue).empty());
    CHECK(open_at_end("").empty());
}
