#pragma once

#include "schema/model.hpp"

#include <map>
#include <string>

namespace pgmend::catalog {

/// A model by what stands for itself in it, each with what lives in it and the sequences that it owns.
class ModelsByName {
  public:
    explicit ModelsByName(const schema::Model& model) : ModelsByName(model, model) {}
    /// A part of a whole, which tells whose the sequences are.
    ModelsByName(const schema::Model& model, const schema::Model& whole);

    const schema::Model& of(const std::string& name) { return models_[name]; }

  private:
    std::map<std::string, schema::Model> models_;
};

} // namespace pgmend::catalog
