#pragma once

#include "schema/model.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace pgmend::drift {

/// Models that replays have given, kept as snapshot files under a key that names all that they depend on; in
/// $XDG_CACHE_HOME/pgmend/models, else ~/.cache/pgmend/models. What cannot be written or read is just not
/// cached.
class ModelCache {
  public:
    ModelCache();
    explicit ModelCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::optional<schema::Model> find(const std::string& key) const;
    void put(const std::string& key, const schema::Model& model) const;

  private:
    std::filesystem::path folder_;
};

} // namespace pgmend::drift
