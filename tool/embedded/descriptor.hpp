#pragma once

#include <utility>

#include <unistd.h>

namespace pgmend::embedded {

/// A file descriptor that is closed at the end of its scope; -1 = none. Move only.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        close();
        number_ = std::exchange(other.number_, -1);
        return *this;
    }
    ~Descriptor() { close(); }

    int get() const noexcept { return number_; }
    void close() noexcept {
        if (number_ >= 0)
            ::close(number_);
        number_ = -1;
    }

  private:
    int number_;
};

} // namespace pgmend::embedded
