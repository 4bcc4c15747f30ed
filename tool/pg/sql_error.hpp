#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace pgmend::pg {

/// All fields of an error or a notice of the server (PostgreSQL manual 55.8); empty or 0 = not sent.
struct Diagnostic {
    std::string severity; ///< never localized: ERROR, FATAL, WARNING, NOTICE …
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    int position = 0; ///< position in the statement, in characters from 1
    std::string internal_query;
    std::string context;
    std::string schema;
    std::string table;
    std::string column;
    std::string data_type;
    std::string constraint;
    std::string source; ///< file, line and routine in the server's source
};

/// A notice or warning of the server.
using Notice = Diagnostic;

/// A statement that the server has rejected, or during which the connection was lost.
class SqlError : public ErrorKind<SqlError> {
  public:
    /// `location` is the start of the statement in the file. The location of the error is computed from it
    /// and from the position that the server has sent.
    SqlError(Diagnostic diagnostic, std::string statement, const SourceLocation& location,
             bool connection_lost);

    const Diagnostic& diagnostic() const noexcept { return diagnostic_; }
    const std::string& sqlstate() const noexcept { return diagnostic_.sqlstate; }
    const std::string& statement() const noexcept { return statement_; }
    /// Lengths of the parameters, never their values: "$1 = 12 bytes, $2 = null".
    const std::string& parameters() const noexcept { return parameters_; }
    bool connection_lost() const noexcept { return connection_lost_; }
    bool is(std::string_view sqlstate) const noexcept { return diagnostic_.sqlstate == sqlstate; }

    SqlError& with_parameters(std::string parameters);

  private:
    Diagnostic diagnostic_;
    std::string statement_;
    std::string parameters_;
    bool connection_lost_;
};

/// Whether an error is not caused by the statement itself: the connection was lost, the user has interrupted
/// it, or a lock could not be acquired. Code that tests statements on the server must pass such errors on.
bool is_from_outside(const Error& error);

/// The SQLSTATEs that pgmend distinguishes (PostgreSQL manual, appendix A).
namespace sqlstate {
inline constexpr std::string_view active_transaction = "25001";
inline constexpr std::string_view read_only_transaction = "25006";
inline constexpr std::string_view failed_transaction = "25P02";
inline constexpr std::string_view unique_violation = "23505";
inline constexpr std::string_view invalid_text = "22P02";
inline constexpr std::string_view invalid_statement_name = "26000";
inline constexpr std::string_view deadlock = "40P01";
inline constexpr std::string_view serialization = "40001";
inline constexpr std::string_view insufficient_privilege = "42501";
inline constexpr std::string_view undefined_table = "42P01";
inline constexpr std::string_view undefined_column = "42703";
inline constexpr std::string_view undefined_object = "42704";
inline constexpr std::string_view duplicate_column = "42701";
inline constexpr std::string_view duplicate_table = "42P07";
inline constexpr std::string_view duplicate_object = "42710";
inline constexpr std::string_view duplicate_schema = "42P06";
inline constexpr std::string_view duplicate_function = "42723";
inline constexpr std::string_view undefined_function = "42883";
inline constexpr std::string_view invalid_table_definition = "42P16";
inline constexpr std::string_view wrong_object_type = "42809";
inline constexpr std::string_view wrong_object_state = "55000";
inline constexpr std::string_view no_active_transaction = "25P01";
inline constexpr std::string_view invalid_termination = "2D000";
inline constexpr std::string_view invalid_schema = "3F000";
inline constexpr std::string_view lock_not_available = "55P03";
inline constexpr std::string_view query_canceled = "57014";
} // namespace sqlstate

} // namespace pgmend::pg
