#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

namespace pgmend::maintain {

/// Determines how many rows the next chunk may contain so that it takes a given time. The algorithm is that
/// of GitLab's batched background migrations: the size is adjusted by the weighted mean of the durations of
/// the last chunks, in which the newest has the greatest weight. There are two differences: the first size is
/// small and is doubled until a chunk takes half of its time, and after a chunk that took too long, the size
/// is reduced immediately.
class ChunkSize {
  public:
    static constexpr std::size_t min_rows = 50;
    static constexpr std::size_t max_rows = 200'000;

    explicit ChunkSize(std::chrono::milliseconds target, std::size_t first = 500);

    std::size_t rows() const noexcept { return rows_; }
    /// Records the duration of a chunk of `rows` rows. A chunk that was cut short by the end of the work is
    /// ignored.
    void took(std::size_t rows, double milliseconds);
    /// Halves the size, after a chunk that could not be completed in time.
    void halve();

  private:
    double mean() const;

    double target_;
    std::size_t rows_;
    std::deque<double> efficiencies_; ///< actual duration divided by the target, newest first
};

} // namespace pgmend::maintain
