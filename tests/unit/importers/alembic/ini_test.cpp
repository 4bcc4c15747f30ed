#include "importers/alembic/ini.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace pgmend::importers::alembic;

namespace {

std::optional<std::string> url_in(std::string_view text) {
    return ini_setting(text, "alembic", "sqlalchemy.url", "/srv/shop");
}

} // namespace

TEST_CASE("a setting of alembic.ini is read as configparser reads it") {
    CHECK(url_in("[alembic]\nscript_location = x\nSQLAlchemy.URL = postgresql://a@h/d\n") ==
          "postgresql://a@h/d");
    CHECK(url_in("[alembic]\r\nsqlalchemy.url: postgresql:///d\r\n") == "postgresql:///d");
    CHECK(url_in("[other]\nsqlalchemy.url = x\n[alembic]\n# sqlalchemy.url = y\n; sqlalchemy.url = z\n") ==
          std::nullopt);
    CHECK(url_in("[DEFAULT]\nsqlalchemy.url = below\n[alembic]\n") == "below");
    CHECK(url_in("[DEFAULT]\nsqlalchemy.url = below\n[alembic]\nsqlalchemy.url = own\n") == "own");
    CHECK(url_in("") == std::nullopt);
}

TEST_CASE("names and percent signs in alembic.ini are replaced") {
    CHECK(url_in("[alembic]\nhost = db\nsqlalchemy.url = postgresql://a:p%%40@%(HOST)s/d\n") ==
          "postgresql://a:p%40@db/d");
    CHECK(url_in("[alembic]\nsqlalchemy.url = postgresql:///d?passfile=%(here)s/pass\n") ==
          "postgresql:///d?passfile=/srv/shop/pass");
    CHECK(url_in("[alembic]\nsqlalchemy.url = %(DB_URL)s\n") == std::nullopt);
    CHECK(url_in("[alembic]\nsqlalchemy.url = 50%\n") == std::nullopt);
    CHECK(url_in("[alembic]\na = %(b)s\nb = %(a)s\nsqlalchemy.url = %(a)s\n") == std::nullopt);
}

TEST_CASE("the URL that alembic init writes is none") {
    const auto path = std::filesystem::temp_directory_path() / "pgmend_ini_test.ini";
    std::ofstream(path) << "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n";
    CHECK(database_url(path) == std::nullopt);
    std::ofstream(path) << "[alembic]\nsqlalchemy.url = postgresql+psycopg2://u@h/shop\n";
    CHECK(database_url(path) == "postgresql+psycopg2://u@h/shop");
    std::filesystem::remove(path);
    CHECK(database_url(path) == std::nullopt);
}
