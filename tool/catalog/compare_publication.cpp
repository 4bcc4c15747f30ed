#include "catalog/compare_publication.hpp"

#include "catalog/made_objects.hpp"
#include "catalog/read.hpp"
#include "catalog/references.hpp"
#include "catalog/scratch.hpp"
#include "pg/own_sql.hpp"
#include "statement/chain.hpp"
#include "statement/made_again.hpp"
#include "statement/retarget.hpp"

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using schema::Kind;
using schema::Model;
using statement::Statement;

/// The publication of one name in a model, with what it publishes, under another name.
Model publication_in(const Model& model, const std::string& from, const std::string& name) {
    Model part;
    for (auto object : model.objects) {
        const bool self = object.id.kind == Kind::publication && object.id.name == from;
        const bool inside = is_one_of(object.id.kind, {Kind::publication_table, Kind::publication_schema}) &&
                            object.id.parent == from;
        if (!self && !inside)
            continue;
        (self ? object.id.name : object.id.parent) = name;
        strip(object);
        part.objects.push_back(std::move(object));
    }
    part.sort();
    return part;
}

Model read_all(pg::Connection& connection) {
    return read(connection, {.comments = false,
                             .privileges = false,
                             .dependencies = false,
                             .lock_timeout = lock_timeout(connection)});
}

class PublicationComparer {
  public:
    PublicationComparer(pg::Connection& connection, const Creation& creation)
        : connection_(connection), creation_(creation), scratch_(connection),
          own_(creation.section[creation.index].effects.front().object.name),
          copy_(fmt::format("pgmend_scratch_{}",
                            connection.run(pg::own("SELECT pg_backend_pid()")).text(0, 0))) {}

    Comparison run() {
        const auto& section = creation_.section;
        const auto found = publication_in(read_all(connection_), own_, own_);
        const auto later = statement::chain_of(section, creation_.index, creation_.default_schema).members;
        std::vector<const Statement*> statements{&section[creation_.index]};
        for (const auto index : later)
            statements.push_back(&section[index]);
        for (const auto& table : referred_to(connection_, statements))
            scratch_.refer_to_family(table);
        scratch_.enter(Scratch::First::references);
        auto result = after(section[creation_.index], found);
        std::vector<std::size_t> done;
        for (const auto index : later) {
            auto now = after(section[index], found);
            done.push_back(index);
            if (!now.equal() && result.equal())
                continue;
            result = std::move(now);
            result.done = result.equal() ? done : std::vector<std::size_t>();
        }
        return result;
    }

  private:
    Comparison after(const Statement& statement, const Model& found) {
        const auto text = statement::with_name(statement, own_, copy_);
        connection_.run(scratch_.text(statement::with_sql(statement, text)));
        const auto made = publication_in(scratch_.as_if_in_place(read_all(connection_)), copy_, own_);
        return {.present = true,
                .differences = differences(made, found, {.kind = Kind::publication, .name = own_})};
    }

    pg::Connection& connection_;
    const Creation& creation_;
    Scratch scratch_;
    std::string own_, copy_;
};

} // namespace

Comparison compare_publication(pg::Connection& connection, const Creation& creation) {
    return PublicationComparer(connection, creation).run();
}

} // namespace pgmend::catalog
