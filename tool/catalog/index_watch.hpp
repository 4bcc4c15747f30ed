#pragma once

#include "base/progress.hpp"
#include "catalog/watch.hpp"
#include "pg/dsn.hpp"

#include <optional>
#include <string>

namespace pgmend::catalog {

/// Shows how far an index build has come while another connection is in it: looks twice a second by a
/// connection and a thread of its own, until the end of the scope. Whom the build waits for is named. The
/// progress is shown from that thread.
class IndexWatch {
  public:
    /// `pid` is the backend that builds; without somebody to show it to nothing is started.
    IndexWatch(const pg::Dsn& dsn, int pid, const std::string& index, const ShowProgress& show);

  private:
    std::optional<Watch> watch_;
};

} // namespace pgmend::catalog
