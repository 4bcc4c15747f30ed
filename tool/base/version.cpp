#include "base/version.hpp"

namespace pgmend {

std::string_view version() noexcept {
    return PGMEND_VERSION;
}

} // namespace pgmend
