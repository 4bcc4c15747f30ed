#include "pg/primary.hpp"

#include <cstdlib>

#include <libpq-fe.h>

namespace pgmend::pg {
namespace {

bool names_several(const Dsn& dsn, const char* keyword, const char* variable) {
    const auto given = dsn.get(keyword);
    const char* set = std::getenv(variable);
    return (given.empty() && set != nullptr ? std::string(set) : given).find(',') != std::string::npos;
}

} // namespace

Dsn for_writing(Dsn dsn) {
    constexpr const char* keyword = "target_session_attrs";
    const bool several = names_several(dsn, "host", "PGHOST") || names_several(dsn, "hostaddr", "PGHOSTADDR");
    if (!several || dsn.parameters.contains(keyword) || std::getenv("PGTARGETSESSIONATTRS") != nullptr)
        return dsn;
    // "primary" looks at the server alone; "read-write" would refuse one whose default is read-only, too.
    constexpr int knows_primary = 140000;
    dsn.parameters[keyword] = PQlibVersion() >= knows_primary ? "primary" : "read-write";
    return dsn;
}

} // namespace pgmend::pg
