#pragma once

#include "base/exit_code.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace pgmend {

/// A position in one of the user's files. Lines and columns are counted from 1; 0 = not known.
struct SourceLocation {
    std::string file;
    int line = 0;
    int column = 0;

    bool operator==(const SourceLocation&) const = default;
};

/// "file", "file:line" or "file:line:column", depending on what is known; empty without a file.
std::string to_string(const SourceLocation& location);

/// An error that is reported to the user: a sentence, and optionally the position in a file, a detail, and a
/// hint. May be thrown anywhere; caught once, in commands::main.
class Error : public std::runtime_error {
  public:
    explicit Error(std::string message, ExitCode code = ExitCode::failed);

    /// The sentence, with the context that the callers have added.
    const std::string& message() const noexcept { return message_; }
    ExitCode code() const noexcept { return code_; }
    const SourceLocation& location() const noexcept { return location_; }
    const std::string& detail() const noexcept { return detail_; }
    const std::string& hint() const noexcept { return hint_; }
    const std::string& revision() const noexcept { return revision_; }
    const char* what() const noexcept override { return message_.c_str(); }

    Error& at(SourceLocation location);
    Error& with_detail(std::string detail);
    Error& with_hint(std::string hint);
    Error& with_revision(std::string revision);
    Error& with_code(ExitCode code);
    /// Prepends "phrase: " to the message.
    Error& in_context(std::string_view phrase);

  private:
    std::string message_;
    ExitCode code_;
    SourceLocation location_;
    std::string detail_;
    std::string hint_;
    std::string revision_;
};

/// Base class for kinds of errors. Its builders return the derived type, so that `throw
/// Kind("…").with_hint("…")` throws a Kind.
template <typename Self>
class ErrorKind : public Error {
  public:
    using Error::Error;
    Self& at(SourceLocation location) { return self(Error::at(std::move(location))); }
    Self& with_detail(std::string detail) { return self(Error::with_detail(std::move(detail))); }
    Self& with_hint(std::string hint) { return self(Error::with_hint(std::move(hint))); }
    Self& with_revision(std::string revision) { return self(Error::with_revision(std::move(revision))); }
    Self& with_code(ExitCode code) { return self(Error::with_code(code)); }
    Self& in_context(std::string_view phrase) { return self(Error::in_context(phrase)); }

  private:
    static Self& self(Error& error) { return static_cast<Self&>(error); }
};

/// Invalid usage, settings or revision files, which the user can fix without the database; exit code 2.
class UsageError : public ErrorKind<UsageError> {
  public:
    explicit UsageError(std::string message) : ErrorKind(std::move(message), ExitCode::usage) {}
};

/// The user asked to stop (SIGINT, SIGTERM); exit code 130.
class Interrupted : public Error {
  public:
    Interrupted() : Error("interrupted", ExitCode::interrupted) {
        with_hint("no statement is left half done: the same command continues where this one stopped");
    }
};

} // namespace pgmend
