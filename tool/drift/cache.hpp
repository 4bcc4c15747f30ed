#pragma once

#include "schema/model.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace pgmend::drift {

/// A cache of the models that Replay creates, stored as snapshot files in $XDG_CACHE_HOME/pgmend/models or
/// ~/.cache/pgmend/models. The key must cover everything that the model depends on. A file that cannot be
/// read or written is ignored.
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
