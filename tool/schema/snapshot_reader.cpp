#include "schema/snapshot.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::schema {
namespace {

using nlohmann::json;

/// An input iterator that counts the lines it has passed, since the parser's events do not say where they
/// are.
struct CountingIterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    const char* at = nullptr;
    int* line = nullptr;

    reference operator*() const { return *at; }
    CountingIterator& operator++() {
        *line += *at == '\n' ? 1 : 0;
        ++at;
        return *this;
    }
    bool operator==(const CountingIterator& other) const { return at == other.at; }
    bool operator!=(const CountingIterator& other) const { return at != other.at; }
};

/// Builds the model straight from the parser's events: a snapshot of ten thousand objects never becomes a
/// tree.
class Builder : public json::json_sax_t {
  public:
    Builder(std::string_view file, const int& line, std::size_t size) : file_(file), line_(line) {
        constexpr std::size_t usual_size_of_an_object = 150;
        model_.objects.reserve(size / usual_size_of_an_object);
    }

    Model take() {
        if (format_ == 0)
            fail("not a snapshot: the key \"pgmend_snapshot\" is missing");
        model_.sort();
        check_unique();
        return std::move(model_);
    }

    bool null() override { return unexpected("null"); }
    bool boolean(bool) override { return unexpected("a boolean"); }
    bool number_integer(number_integer_t value) override { return number(value); }
    bool number_unsigned(number_unsigned_t value) override {
        return number(static_cast<number_integer_t>(value));
    }
    bool number_float(number_float_t, const string_t&) override { return unexpected("a fraction"); }
    bool binary(binary_t&) override { return unexpected("binary data"); }

    bool start_object(std::size_t) override {
        switch (state()) {
        case State::start:
            return enter(State::top);
        case State::objects:
            model_.objects.emplace_back();
            id_ = &model_.objects.back().id;
            return begin_identity(State::object);
        case State::unreadable:
            model_.unreadable.emplace_back();
            id_ = &model_.unreadable.back().object;
            return begin_identity(State::unreadable_item);
        case State::dependencies:
            model_.objects.back().depends_on.emplace_back();
            id_ = &model_.objects.back().depends_on.back();
            return begin_identity(State::dependency);
        case State::object:
            if (key_ == "attributes") {
                end_identity();
                return enter(State::attributes);
            }
            break;
        case State::attributes:
            return enter(State::long_text);
        default:
            break;
        }
        return unexpected("an object");
    }

    bool start_array(std::size_t) override {
        if (state() == State::top && key_ == "objects")
            return enter(State::objects);
        if (state() == State::top && key_ == "unreadable")
            return enter(State::unreadable);
        if (state() == State::object && key_ == "depends_on") {
            end_identity();
            return enter(State::dependencies);
        }
        list_.clear();
        if (state() == State::attributes)
            return enter(State::list);
        if (state() == State::long_text && key_ == "lines")
            return enter(State::lines);
        return unexpected("a list");
    }

    bool key(string_t& key) override {
        key_ = key;
        if (state() == State::attributes)
            attribute_ = key;
        return true;
    }

    bool string(string_t& text) override {
        switch (state()) {
        case State::list:
        case State::lines:
            list_.push_back(std::move(text));
            return true;
        case State::attributes:
            return add(std::move(text));
        case State::object:
        case State::unreadable_item:
        case State::dependency:
            return identity(std::move(text));
        default:
            return unexpected("a text");
        }
    }

    bool end_object() override {
        const auto left = state();
        states_.pop_back();
        if (left == State::long_text)
            return add(join_lines());
        end_identity();
        return true;
    }

    bool end_array() override {
        const auto left = state();
        states_.pop_back();
        return left != State::list || add(std::move(list_));
    }

    bool parse_error(std::size_t, const std::string&, const json::exception& error) override {
        const std::string_view what = error.what();
        const auto detail = what.find("syntax error");
        fail(
            fmt::format("not valid JSON: {}", detail == std::string_view::npos ? what : what.substr(detail)));
    }

  private:
    enum class State {
        start,
        top,
        objects,
        object,
        attributes,
        list,
        long_text,
        lines,
        dependencies,
        dependency,
        unreadable,
        unreadable_item
    };

    State state() const { return states_.back(); }
    bool enter(State state) {
        states_.push_back(state);
        return true;
    }
    bool begin_identity(State state) {
        has_kind_ = false;
        return enter(state);
    }
    /// What tells the object comes before its attributes, so that nothing has to be kept for later.
    void end_identity() {
        if (id_ != nullptr && (!has_kind_ || id_->name.empty()))
            fail("an object without \"kind\" or \"name\"");
        id_ = nullptr;
    }

    [[noreturn]] void fail(std::string message) const {
        throw UsageError(std::move(message))
            .at({.file = file_, .line = line_})
            .with_hint("regenerate the snapshot with 'pgmend snapshot'");
    }
    bool unexpected(std::string_view what) const {
        fail(fmt::format("{} is not expected at \"{}\"", what, key_));
    }

    bool number(number_integer_t value) {
        if (state() == State::top && key_ == "pgmend_snapshot") {
            if (value < 1 || value > snapshot_format)
                fail(fmt::format("snapshot format {} is not supported; the latest supported format is {}",
                                 value, snapshot_format));
            format_ = static_cast<int>(value);
            return true;
        }
        if (state() != State::top || key_ != "server_version")
            return unexpected("a number");
        model_.server_version = static_cast<int>(value);
        return true;
    }

    bool identity(std::string text) {
        if (id_ == nullptr)
            return unexpected("a text");
        if (key_ == "kind") {
            const auto kind = kind_from(text);
            if (!kind)
                fail(fmt::format("unknown kind \"{}\"", text));
            id_->kind = *kind;
            has_kind_ = true;
        } else if (key_ == "schema") {
            id_->schema = std::move(text);
        } else if (key_ == "parent") {
            id_->parent = std::move(text);
        } else if (key_ == "name") {
            id_->name = std::move(text);
        } else if (key_ == "signature") {
            id_->signature = std::move(text);
        } else if (key_ == "attribute" && state() == State::unreadable_item) {
            model_.unreadable.back().attribute = std::move(text);
        } else {
            unknown_key();
        }
        return true;
    }

    [[noreturn]] void unknown_key() const {
        static const std::vector<std::string> known{"kind",      "schema",     "parent",    "name",
                                                    "signature", "attributes", "depends_on"};
        fail(fmt::format("unknown key \"{}\"{}", key_, did_you_mean(key_, known)));
    }

    bool add(Value value) {
        auto& attributes = model_.objects.back().attributes;
        const bool is_known = std::any_of(attributes.begin(), attributes.end(),
                                          [&](const Attribute& a) { return a.name == attribute_; });
        if (is_known)
            fail(fmt::format("duplicate attribute \"{}\"", attribute_));
        attributes.push_back({.name = attribute_, .value = std::move(value)});
        return true;
    }

    std::string join_lines() {
        std::string text;
        for (std::size_t i = 0; i < list_.size(); ++i)
            text.append(i == 0 ? "" : "\n").append(list_[i]);
        return text;
    }

    void check_unique() const {
        const auto twice = std::adjacent_find(model_.objects.begin(), model_.objects.end(),
                                              [](const Object& a, const Object& b) { return a.id == b.id; });
        if (twice != model_.objects.end())
            fail(fmt::format("duplicate {} {}", to_string(twice->id.kind), display(twice->id)));
    }

    std::string file_;
    const int& line_;
    Model model_;
    std::vector<State> states_{State::start};
    std::string key_;
    std::string attribute_;
    std::vector<std::string> list_;
    ObjectId* id_ = nullptr;
    bool has_kind_ = false;
    int format_ = 0;
};

} // namespace

Model parse_snapshot(std::string_view text, std::string_view file) {
    int line = 1;
    Builder builder(file, line, text.size());
    const CountingIterator begin{.at = text.data(), .line = &line};
    const CountingIterator end{.at = text.data() + text.size(), .line = &line};
    json::sax_parse(begin, end, &builder);
    return builder.take();
}

Model load_snapshot(const std::string& path) {
    try {
        return parse_snapshot(read_file(path), path);
    } catch (UsageError& error) {
        if (error.location().file.empty())
            error.with_hint("create a snapshot with 'pgmend snapshot -o FILE'");
        throw;
    }
}

} // namespace pgmend::schema
