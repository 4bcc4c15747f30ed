#include "catalog/canonicalizer.hpp"

#include "catalog/canonical_ddl.hpp"
#include "catalog/evaluated.hpp"
#include "catalog/server_lines.hpp"
#include "pg/own_sql.hpp"
#include "pg/pipeline.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <optional>

#include <fmt/format.h>

namespace pgmend::catalog {

/// The server writes definitions out as the reader reads them; nothing of it stays.
class Canonicalizer::Trial {
  public:
    Trial(pg::Connection& connection, const ReadOptions& options)
        : connection_(connection),
          query_(for_server(sql::canonical_text, {.major = connection.server_version() / 10000})) {
        if (connection.in_transaction())
            connection.run("SAVEPOINT pgmend_canonicalizer");
        else
            transaction_.emplace(connection, pg::begin_either);
        pg::Pipeline pipeline(connection_);
        pipeline.send({.sql = sql::catalog_pinned_settings,
                       .parameters = {fmt::format("{}ms", options.lock_timeout.count()),
                                      fmt::format("{}ms", options.statement_timeout.count())}});
        pipeline.send({.sql = pg::own("SELECT set_config('check_function_bodies', 'off', true), "
                                      "set_config('client_min_messages', 'error', true)")});
        pipeline.send({.sql = "SAVEPOINT pgmend_canonical"});
        pipeline.sync();
        for (int i = 0; i < 3; ++i)
            pipeline.expect();
    }
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;
    ~Trial() {
        if (transaction_ || !connection_.alive())
            return;
        try {
            connection_.run("ROLLBACK TO SAVEPOINT pgmend_canonicalizer");
            connection_.run("RELEASE SAVEPOINT pgmend_canonicalizer");
        } catch (const Error&) { // NOLINT: the next statement on the connection reports it
        }
    }

    /// What the server makes of the object that the statements make, in one round trip. Throws pg::SqlError.
    std::string written_out(const std::vector<std::string>& statements) {
        pg::Pipeline pipeline(connection_);
        pipeline.send({.sql = "ROLLBACK TO SAVEPOINT pgmend_canonical"});
        for (const auto& statement : statements)
            pipeline.send({.sql = statement});
        pipeline.send({.sql = query_});
        pipeline.sync();
        for (std::size_t i = 0; i <= statements.size(); ++i)
            pipeline.expect();
        return std::string(pipeline.expect().text(0, 0));
    }

  private:
    pg::Connection& connection_;
    std::optional<pg::Transaction> transaction_; ///< none inside an open one
    std::string query_;
};

namespace {

/// Errors that say that this role or server does not allow the trial at all, whatever the text is.
bool is_refusal(const pg::SqlError& error) {
    return error.is(pg::sqlstate::insufficient_privilege) || error.is(pg::sqlstate::read_only_transaction) ||
           error.is(pg::sqlstate::lock_not_available) || error.is(pg::sqlstate::query_canceled) ||
           error.is("P0001"); // raised by an event trigger that lets nobody make anything
}

std::optional<std::pair<std::vector<std::string>, std::vector<std::string>>>
texts_of(const schema::Finding& finding, const schema::Model& expected, const schema::Model& actual) {
    if (finding.change != schema::Change::different || !finding.expected || !finding.actual)
        return std::nullopt;
    const auto* wanted = expected.find(finding.object);
    const auto* found = actual.find(finding.object);
    if (wanted == nullptr || found == nullptr)
        return std::nullopt;
    std::pair texts{canonical_ddl(*wanted, finding.attribute), canonical_ddl(*found, finding.attribute)};
    if (texts.first.empty() || texts.second.empty())
        return std::nullopt;
    return texts;
}

} // namespace

bool may_be_equivalent(const schema::Finding& finding, const schema::Model& expected,
                       const schema::Model& actual) {
    return texts_of(finding, expected, actual).has_value();
}

bool Canonicalizer::are_written_alike(Trial& trial, const Texts& texts) {
    if (const auto known = known_.find(texts); known != known_.end())
        return known->second;
    // The owner's functions would run with all rights.
    if (connection_.parameter_status("is_superuser") == "on" &&
        (computes_own_code(texts.first) || computes_own_code(texts.second))) {
        refusal_ = "definitions that call functions of the database are not tried by a superuser";
        return known_[texts] = false;
    }
    bool alike = false;
    try {
        const auto expected = trial.written_out(texts.first);
        alike = !expected.empty() && expected == trial.written_out(texts.second);
    } catch (const pg::SqlError& error) {
        if (error.connection_lost() || error.code() == ExitCode::interrupted)
            throw;
        // A text that the server does not take, for a column that is not there, is a difference.
        if (is_refusal(error)) {
            refusal_ = error.message();
            return false;
        }
    }
    return known_[texts] = alike;
}

std::vector<schema::Finding> Canonicalizer::remove_equivalent(schema::Diff& diff,
                                                              const schema::Model& expected,
                                                              const schema::Model& actual) {
    std::vector<schema::Finding> alike, different;
    std::optional<Trial> trial;
    for (auto& finding : diff.findings) {
        const auto texts = texts_of(finding, expected, actual);
        if (texts && !trial)
            trial.emplace(connection_, options_);
        auto& place = texts && are_written_alike(*trial, *texts) ? alike : different;
        place.push_back(std::move(finding));
    }
    diff.findings = std::move(different);
    return alike;
}

} // namespace pgmend::catalog
