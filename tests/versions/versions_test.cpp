// One schema on servers of every version; scripts/postgres-versions fetches them.

#include "db/catalog/changes.hpp"
#include "db/support/example.hpp"
#include "drift/compare.hpp"
#include "embedded/throwaway.hpp"
#include "schema/snapshot.hpp"
#include "versions/versions.hpp"

#include <map>
#include <memory>

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

/// A server of each version with the example on it.
class Versions {
  public:
    /// Each gets only what PostgreSQL `major` knows; 0 = all that it knows itself.
    explicit Versions(int major) {
        for (int version = test::oldest_version; version <= test::newest_version; ++version) {
            auto& place = places_[version];
            place.server = std::make_unique<embedded::ThrowawayServer>(
                embedded::ThrowawayOptions{.bindir = test::programs_of(version)});
            place.example =
                std::make_unique<test::Example>(place.server->dsn(), major == 0 ? version : major);
        }
    }

    drift::Source source(int version) const {
        return drift::live_source(places_.at(version).example->database().dsn(), {}, "test");
    }

  private:
    struct Place {
        std::unique_ptr<embedded::ThrowawayServer> server;
        std::unique_ptr<test::Example> example;
    };
    std::map<int, Place> places_;
};

} // namespace

TEST_CASE("the same schema on PostgreSQL 13 to 18 is the same") {
    if (test::versions_are_missing())
        return;
    const Versions versions(test::oldest_version);
    std::map<int, drift::Source> sources;
    for (int version = test::oldest_version; version <= test::newest_version; ++version)
        sources.emplace(version, versions.source(version));
    for (const auto& [expected_version, expected] : sources) {
        for (const auto& [actual_version, actual] : sources) {
            CAPTURE(expected_version, actual_version);
            const auto result = drift::compare(expected, actual, {});
            CHECK(test::finding_lines(result.diff) == std::vector<std::string>{});
            CHECK(result.not_looked_at.empty());
            // A snapshot taken there has no server to ask, the database here has.
            const drift::Source snapshot{
                .model = schema::parse_snapshot(schema::to_snapshot(expected.model), "s.json"),
                .name = "s.json"};
            CHECK(test::finding_lines(drift::compare(snapshot, actual, {}).diff) ==
                  std::vector<std::string>{});
        }
    }
}

TEST_CASE("what only newer versions know is read there, and found when it is not the same") {
    if (test::versions_are_missing())
        return;
    const Versions versions(0);
    for (int version = test::oldest_version; version <= test::newest_version; ++version) {
        CAPTURE(version);
        const auto source = versions.source(version);
        CHECK(source.model.server_version / 10000 == version);
        CHECK(source.model.unreadable.empty());
        const auto again = drift::compare(source, versions.source(version), {});
        CHECK(test::finding_lines(again.diff) == std::vector<std::string>{});
        auto connection = source.connect();
        connection->run_script("SET allow_system_table_mods = on; SET client_min_messages = error");
        test::for_each_change(
            *connection, test::load_changes(),
            [&](const test::Change& change, const schema::Model& before, const schema::Model& after) {
                CHECK(test::finding_lines(schema::diff(before, after)) == change.findings);
            });
    }
}
