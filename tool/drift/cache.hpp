#pragma once

#include "drift/history.hpp"
#include "schema/model.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace pgmend::drift {

/// Models and histories that replays have given, kept in files that only their owner can read, under a key
/// that names all that they depend on; in $XDG_CACHE_HOME/pgmend/models, else ~/.cache/pgmend/models. What
/// cannot be written or read is just not cached.
class ModelCache {
  public:
    ModelCache();
    explicit ModelCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::optional<schema::Model> find(const std::string& key) const;
    void put(const std::string& key, const schema::Model& model) const;
    std::optional<History> find_history(const std::string& key) const;
    void put_history(const std::string& key, const History& history) const;

  private:
    void write(const std::string& name, const std::string& text) const;

    std::filesystem::path folder_;
};

} // namespace pgmend::drift
