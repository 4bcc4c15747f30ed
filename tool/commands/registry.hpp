#pragma once

#include "commands/command.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::commands {

/// The commands of the tool, declared in an app when they are needed: declaring all of them takes as long as
/// a server needs to answer a query.
class Registry {
  public:
    /// Commands that are declared store their call in `selected`; both must outlive the registry.
    Registry(CLI::App& app, Run& selected) : app_(app), chosen_(selected) {}

    /// The names of all commands, declared or not, in the order of the help.
    static std::vector<std::string> names();

    /// Declares what the command line may mean: every command that it names, and all of them when it names
    /// none or asks for help.
    void declare_for(const std::vector<std::string>& arguments);
    /// Declares every command, in the order of the help.
    void declare_all();

    /// The command `name`, declared now if it was not; null when there is none.
    CLI::App* require(std::string_view name);

  private:
    CLI::App& app_;
    Run& chosen_;
    std::set<std::string_view> declared_;
};

} // namespace pgmend::commands
