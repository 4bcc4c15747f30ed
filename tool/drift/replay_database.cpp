#include "drift/replay_database.hpp"

#include "drift/replay_setup.hpp"
#include "drift/scratch_database.hpp"
#include "migrate/migrate.hpp"
#include "pg/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

using Rows = std::vector<std::string>;

constexpr std::string_view undefined_database = "3D000";
constexpr std::string_view undefined_file = "58P01";
constexpr std::string_view not_supported = "0A000";

/// The name in a message such as `role "app" does not exist`, if it begins and ends so; else empty.
std::string name_in(const std::string& message, std::string_view begin, std::string_view end) {
    if (!message.starts_with(begin) || !message.ends_with(end) || message.size() < begin.size() + end.size())
        return {};
    return message.substr(begin.size(), message.size() - begin.size() - end.size());
}

/// The name of what a message says exists already: `schema "app" already exists`.
std::string existing_name(const std::string& message) {
    const auto from = message.find('"');
    const auto to = message.find('"', from + 1);
    return to == std::string::npos ? std::string() : message.substr(from + 1, to - from - 1);
}

std::string hint_for(const pg::SqlError& error) {
    const auto& message = error.diagnostic().message;
    if (message.find("shared_preload_libraries") != std::string::npos)
        return "Set the library in pgmend.toml: [replay] settings = { shared_preload_libraries = \"...\" }.";
    if (error.is(undefined_file) || (error.is(not_supported) && message.starts_with("extension")))
        return "Install the extension's files on this machine, or replay on a server that has them: "
               "--scratch "
               "URL, or [replay] scratch in pgmend.toml.";
    if (error.is(undefined_database))
        return "A database on the server of --scratch has a name of its own. Use current_database() in a DO "
               "block, or replay without --scratch.";
    if (error.is(pg::sqlstate::invalid_schema) || error.is(pg::sqlstate::undefined_table) ||
        error.is(pg::sqlstate::undefined_function) || error.is(pg::sqlstate::undefined_object))
        return "Put objects that must exist before the first revision into an SQL file, and name it as "
               "prelude under [replay] in pgmend.toml.";
    return {};
}

void add_hint(pg::SqlError& error) {
    if (!error.hint().empty())
        return;
    if (auto hint = hint_for(error); !hint.empty())
        error.with_hint(std::move(hint));
}

bool is_same(Rows a, Rows b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

/// Takes away the steps that are done when the version table has these rows.
bool remove_done(std::vector<revision::Step>& steps, const Rows& rows) {
    const auto found = std::ranges::find_if(
        steps, [&](const revision::Step& step) { return is_same(step.rows_after, rows); });
    if (found == steps.end())
        return false;
    steps.erase(steps.begin(), found + 1);
    return true;
}

} // namespace

/// The world's role as a superuser, for as long as the object lives.
class ReplayDatabase::Powers {
  public:
    Powers(pg::Connection& admin, const std::string& role, bool given) : admin_(admin), role_(role) {
        if (given)
            give();
    }
    Powers(const Powers&) = delete;
    Powers& operator=(const Powers&) = delete;
    ~Powers() {
        if (!given_)
            return;
        try {
            admin_.run(fmt::format("ALTER ROLE {} NOSUPERUSER", pg::quote_identifier(role_)));
        } catch (const Error&) { // NOLINT: then the server is gone
        }
    }

  private:
    void give() {
        admin_.run(fmt::format("ALTER ROLE {} SUPERUSER", pg::quote_identifier(role_)));
        given_ = true;
    }

    pg::Connection& admin_;
    const std::string& role_;
    bool given_ = false;
};

ReplayDatabase::ReplayDatabase(const World& world, const FileNames& names) : world_(world) {
    place();
    admin_ = connect();
    const Builder builder{
        .admin = *admin_, .own_server = server_ != nullptr, .note_role = [this](const std::string& role) {
            if (scratch_)
                scratch_->note_role(role);
        }};
    auto made = set_up(builder, world_, names);
    made_roles_ = std::move(made.roles);
    made_objects_ = std::move(made.objects);
}

ReplayDatabase::~ReplayDatabase() = default;

void ReplayDatabase::place() {
    std::string options;
    if (!world_.scratch.empty()) {
        scratch_ = std::make_unique<ScratchDatabase>(world_.scratch);
        admin_dsn_ = scratch_->dsn();
        dsn_ = admin_dsn_;
        options = admin_dsn_.get("options");
        if (!world_.owner.empty())
            options += " " + option_of("role", world_.owner);
    } else {
        server_ = std::make_unique<embedded::ThrowawayServer>(
            embedded::ThrowawayOptions{.settings = world_.settings});
        admin_dsn_ = server_->dsn();
        const bool is_other = !world_.database.empty() && world_.database != admin_dsn_.get("dbname") &&
                              !world_.database.starts_with("template");
        if (is_other) {
            // Costs nothing, which CREATE DATABASE does not.
            auto connection = pg::Connection::open(server_->dsn("template1"));
            const auto name = pg::quote_identifier(world_.database);
            connection.run(fmt::format("ALTER DATABASE postgres RENAME TO {}", name));
            connection.run(fmt::format("COMMENT ON DATABASE {} IS NULL", name));
            admin_dsn_ = server_->dsn(world_.database);
        }
        dsn_ = admin_dsn_;
        if (!world_.owner.empty())
            dsn_.parameters["user"] = world_.owner;
    }
    if (!world_.search_path.empty())
        options += " " + option_of("search_path", world_.search_path);
    if (!options.empty())
        dsn_.parameters["options"] = options;
}

pg::Connection ReplayDatabase::connect() const {
    auto connection = pg::Connection::open(admin_dsn_, {.application_name = "pgmend replay"});
    connection.on_notice([](const pg::Notice&) {});
    return connection;
}

ReplayDatabase::Remedy ReplayDatabase::make_role(const std::string& name) {
    const Builder builder{
        .admin = *admin_, .own_server = server_ != nullptr, .note_role = [this](const std::string& role) {
            if (scratch_)
                scratch_->note_role(role);
        }};
    if (!drift::make_role(builder, world_, name))
        return Remedy::none;
    made_roles_.insert(name);
    return Remedy::again;
}

ReplayDatabase::Remedy ReplayDatabase::drop_role(const std::string& name) {
    try {
        admin_->run("DROP ROLE " + pg::quote_identifier(name));
    } catch (const pg::SqlError&) { // it has something by now
        return Remedy::none;
    }
    made_roles_.erase(name);
    if (scratch_)
        scratch_->forget_role(name);
    return Remedy::again;
}

ReplayDatabase::Remedy ReplayDatabase::remedy_for(const pg::SqlError& error, std::set<std::string>& tried) {
    const auto& message = error.diagnostic().message;
    const bool is_new = tried.insert(error.sqlstate() + message).second;
    if (!is_new || error.connection_lost())
        return Remedy::none;
    if (error.is(pg::sqlstate::undefined_object))
        if (const auto role = name_in(message, "role \"", "\" does not exist"); !role.empty())
            return make_role(role);
    if (error.is(pg::sqlstate::duplicate_object))
        if (const auto role = name_in(message, "role \"", "\" already exists"); made_roles_.contains(role))
            return drop_role(role);
    if ((error.is(pg::sqlstate::duplicate_object) || error.is(pg::sqlstate::duplicate_schema)) &&
        made_objects_.contains(existing_name(message)))
        return Remedy::existing;
    // In the database, a role with that right has run it.
    const bool may_give_powers = admin_->parameter_status("is_superuser") == "on";
    if (error.is(pg::sqlstate::insufficient_privilege) && !world_.superuser && may_give_powers &&
        tried.insert("superuser").second)
        return Remedy::superuser;
    return Remedy::none;
}

void ReplayDatabase::run(migrate::Session& session, const revision::Steps& steps) {
    auto rest = steps.steps;
    auto remedy = Remedy::none;
    std::set<std::string> tried;
    while (!rest.empty()) {
        // With a remedy only the step that needs it.
        const bool is_single = remedy != Remedy::none;
        const revision::Steps batch{.steps = is_single ? std::vector{rest.front()} : rest, .warnings = {}};
        const bool in_pieces =
            batch.steps.front().revision->up && !batch.steps.front().revision->up->transaction;
        try {
            const Powers powers(*admin_, world_.owner, remedy == Remedy::superuser);
            migrate::apply(session, batch, {},
                           remedy == Remedy::existing || (is_single && in_pieces) ? migrate::Existing::compare
                                                                                  : migrate::Existing::fail);
            session.refresh();
        } catch (pg::SqlError& error) {
            if (!session.connection().alive())
                throw;
            session.refresh();
            if (remove_done(rest, session.rows()))
                tried.clear();
            remedy = remedy_for(error, tried);
            if (remedy == Remedy::none) {
                add_hint(error);
                throw;
            }
            continue;
        }
        rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(batch.steps.size()));
        remedy = Remedy::none;
        tried.clear();
    }
}

void ReplayDatabase::run(const statement::Script& script) {
    auto connection = pg::Connection::open(dsn_, {.application_name = "pgmend replay"});
    connection.on_notice([](const pg::Notice&) {});
    connection.run("SET check_function_bodies = off");
    for (const auto& piece : script.pieces) {
        std::set<std::string> tried;
        auto remedy = Remedy::none;
        do {
            try {
                const Powers powers(*admin_, world_.owner, remedy == Remedy::superuser);
                connection.run_script(piece.sql, piece.location);
                remedy = Remedy::none;
            } catch (pg::SqlError& error) {
                remedy = connection.in_transaction() ? Remedy::none : remedy_for(error, tried);
                if (remedy == Remedy::existing)
                    break;
                if (remedy == Remedy::none) {
                    add_hint(error);
                    throw;
                }
            }
        } while (remedy != Remedy::none);
    }
}

} // namespace pgmend::drift
