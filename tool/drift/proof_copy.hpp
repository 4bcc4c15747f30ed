#pragma once

#include "catalog/read.hpp"
#include "embedded/throwaway.hpp"
#include "pg/connection.hpp"
#include "schema/diff.hpp"
#include "schema/statements.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// An empty copy of a schema on a throwaway server, to try statements on.
///
/// Expressions of the inspected database are never evaluated by a superuser here: the statements are run by a
/// role of the name that runs them in the end, but without privileges of its own. Only for what the server
/// lets nobody else do, and which evaluates nothing (extensions, base types, owners), it is a superuser for
/// one statement. Materialized views stay empty.
class ProofCopy {
  public:
    /// `role` owns what is made; empty = the name of a superuser.
    ProofCopy(const catalog::ReadOptions& options, std::string role);

    /// Makes the roles that the models name.
    void make_roles(const schema::Model& live, const schema::Model& target);

    schema::Model read();

    /// How the copy differs from what it should be.
    std::vector<schema::Finding> compared(const schema::Model& expected);

    /// What became of one statement.
    struct Outcome {
        std::string error;        ///< the server's message; empty = it ran
        bool not_tried = false;   ///< it would reach out of this server
        bool not_allowed = false; ///< the error is that only a superuser may do it
    };
    Outcome run(const schema::DdlStatement& statement);

  private:
    Outcome run_once(const std::string& sql);

    embedded::ThrowawayServer server_;
    catalog::ReadOptions options_;
    std::string role_;
    pg::Connection superuser_;
    pg::Connection plain_;
};

/// What the trial cannot show and which is therefore left out of the comparison: owners of extensions,
/// whether a materialized view is filled, subscriptions.
schema::Model comparable_on_copy(schema::Model model);

} // namespace pgmend::drift
