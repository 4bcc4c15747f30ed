#include "pg/own_sql.hpp"

#include "statement/qualify.hpp"

#include <map>
#include <mutex>
#include <string>

namespace pgmend::pg {

std::string_view own(std::string_view sql) {
    static std::mutex mutex;
    static std::map<std::string, std::string, std::less<>> known;
    const std::scoped_lock lock(mutex);
    auto found = known.find(sql);
    if (found == known.end())
        found = known.emplace(sql, statement::qualified(sql)).first;
    return found->second;
}

} // namespace pgmend::pg
