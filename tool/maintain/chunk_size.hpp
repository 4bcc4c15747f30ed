#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

namespace pgmend::maintain {

/// How many rows the next chunk may hold so that it takes a given time, after GitLab's optimizer of batched
/// background migrations: the mean of what the last chunks took, the newest weighing most, decides by how
/// much the size changes. Two things are ours: it begins small and doubles until a chunk takes half of its
/// time, and one that took too long shrinks the next at once, not by way of the mean.
class ChunkSize {
  public:
    static constexpr std::size_t min_rows = 50;
    static constexpr std::size_t max_rows = 200'000;

    explicit ChunkSize(std::chrono::milliseconds target, std::size_t first = 500);

    std::size_t rows() const noexcept { return rows_; }
    /// Takes in what a chunk of `rows` rows took; one that was cut short by the end of the work tells
    /// nothing.
    void took(std::size_t rows, double milliseconds);
    /// After a chunk that could not be done in time at all.
    void halve();

  private:
    double mean() const;

    double target_;
    std::size_t rows_;
    std::deque<double> efficiencies_; ///< time taken over time allowed, newest first
};

} // namespace pgmend::maintain
