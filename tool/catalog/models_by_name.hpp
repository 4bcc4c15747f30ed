#pragma once

#include "schema/model.hpp"

#include <map>
#include <string>

namespace pgmend::catalog {

/// The independent objects of a model by name, each with the objects that belong to it and the sequences that
/// it owns.
class ModelsByName {
  public:
    explicit ModelsByName(const schema::Model& model) : ModelsByName(model, model) {}
    /// `model` is a part of `whole`; `whole` shows which objects own the sequences.
    ModelsByName(const schema::Model& model, const schema::Model& whole);

    const schema::Model& of(const std::string& name) { return models_[name]; }

  private:
    std::map<std::string, schema::Model> models_;
};

} // namespace pgmend::catalog
