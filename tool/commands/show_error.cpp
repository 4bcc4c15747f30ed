#include "commands/show_error.hpp"

#include "base/visible.hpp"
#include "commands/logging.hpp"
#include "commands/output.hpp"
#include "commands/progress.hpp"
#include "pg/sql_error.hpp"
#include "report/error.hpp"

#include <iostream>

namespace pgmend::commands {
namespace {

report::ServerPart server_part(const Error& error) {
    const auto* sql = dynamic_cast<const pg::SqlError*>(&error);
    if (sql == nullptr)
        return {};
    return {.sqlstate = sql->sqlstate(), .statement = sql->statement(), .context = sql->diagnostic().context};
}

} // namespace

std::string error_json(const Error& error) {
    return report::error_json(error, server_part(error));
}

std::string error_text(const Error& error, const report::Style& style) {
    return report::error_text(error, server_part(error), style);
}

void show_error_text(const Error& error, const Globals& globals) {
    log_error(error.message());
    clear_progress();
    std::cerr << for_person(error_text(error, globals.err()));
}

ExitCode show_error(const Error& error, const Globals& globals) {
    if (globals.json())
        std::cout << visible_json(error_json(error)) << "\n" << std::flush;
    show_error_text(error, globals);
    return error.code();
}

} // namespace pgmend::commands
