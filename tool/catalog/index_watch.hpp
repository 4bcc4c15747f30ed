#pragma once

#include "base/progress.hpp"
#include "catalog/watch.hpp"
#include "pg/dsn.hpp"

#include <optional>
#include <string>

namespace pgmend::catalog {

/// Shows the progress of an index build that another connection runs, and the sessions that the build waits
/// for. Until the end of the scope, it reads the progress twice per second over its own connection and in its
/// own thread, from which `show` is called.
class IndexWatch {
  public:
    /// `pid` is the backend that builds the index. Without a `show`, nothing is started.
    IndexWatch(const pg::Dsn& dsn, int pid, const std::string& index, const ShowProgress& show);

  private:
    std::optional<Watch> watch_;
};

} // namespace pgmend::catalog
