#include "drift/cache.hpp"

#include "base/error.hpp"
#include "schema/snapshot.hpp"

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::drift {
namespace {

namespace fs = std::filesystem;

fs::path cache_folder() {
    if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg != '\0')
        return fs::path(xdg) / "pgmend" / "models";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return fs::path(home) / ".cache" / "pgmend" / "models";
    return {};
}

} // namespace

ModelCache::ModelCache() : folder_(cache_folder()) {}

std::optional<schema::Model> ModelCache::find(const std::string& key) const {
    const auto file = folder_ / (key + ".json");
    std::error_code ignored;
    if (folder_.empty() || !fs::exists(file, ignored))
        return std::nullopt;
    try {
        return schema::load_snapshot(file.string());
    } catch (const Error&) { // a file cut short by a full disk: made anew
        return std::nullopt;
    }
}

void ModelCache::put(const std::string& key, const schema::Model& model) const {
    write(key + ".json", schema::to_snapshot(model));
}

std::optional<History> ModelCache::find_history(const std::string& key) const {
    std::ifstream file(folder_ / (key + ".history"), std::ios::binary);
    if (folder_.empty() || !file)
        return std::nullopt;
    const std::string text(std::istreambuf_iterator<char>(file), {});
    try {
        return History::from_text(text);
    } catch (const Error&) {
        return std::nullopt;
    }
}

void ModelCache::put_history(const std::string& key, const History& history) const {
    write(key + ".history", history.to_text());
}

void ModelCache::write(const std::string& name, const std::string& text) const {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (folder_.empty() || error)
        return;
    const auto temporary = folder_ / fmt::format("{}.{}", name, getpid());
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    fs::permissions(temporary, fs::perms::owner_read | fs::perms::owner_write, error);
    file << text;
    file.close();
    if (file)
        fs::rename(temporary, folder_ / name, error);
    if (!file || error)
        fs::remove(temporary, error);
}

} // namespace pgmend::drift
