#pragma once

#include "commands/command.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::commands {

/// The commands of pgmend. They are declared in an app only when needed, because declaring all of them takes
/// as long as a query to the server.
class Registry {
  public:
    /// Declared commands store their call in `selected`. Both arguments must outlive the registry.
    Registry(CLI::App& app, Run& selected) : app_(app), chosen_(selected) {}

    /// The names of all commands, declared or not, in the order of the help.
    static std::vector<std::string> names();

    /// Declares every command that the arguments name; all commands if they name none or ask for help.
    void declare_for(const std::vector<std::string>& arguments);
    /// Declares every command, in the order of the help.
    void declare_all();

    /// Returns the command `name`, and declares it if necessary; null if it does not exist.
    CLI::App* require(std::string_view name);

  private:
    CLI::App& app_;
    Run& chosen_;
    std::set<std::string_view> declared_;
};

} // namespace pgmend::commands
