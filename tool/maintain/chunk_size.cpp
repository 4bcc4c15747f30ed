#include "maintain/chunk_size.hpp"

#include <algorithm>

namespace pgmend::maintain {
namespace {

constexpr double weight_lost = 0.4;
constexpr std::size_t remembered = 20;
constexpr double wanted = 0.9; ///< of the time allowed, so that the spread around it stays below

} // namespace

ChunkSize::ChunkSize(std::chrono::milliseconds target, std::size_t first)
    : target_(static_cast<double>(std::max<long>(target.count(), 1))),
      rows_(std::clamp(first, min_rows, max_rows)) {}

double ChunkSize::mean() const {
    double sum = 0, weights = 0, weight = 1;
    for (const double efficiency : efficiencies_) {
        sum += efficiency * weight;
        weights += weight;
        weight *= 1 - weight_lost;
    }
    return sum / weights;
}

void ChunkSize::took(std::size_t rows, double milliseconds) {
    if (rows * 2 < rows_)
        return;
    const double efficiency = std::max(milliseconds / target_, 0.01);
    efficiencies_.push_front(efficiency);
    if (efficiencies_.size() > remembered)
        efficiencies_.pop_back();
    const double average = mean();
    double factor = std::min({wanted / average, wanted / efficiency, 1.2});
    if (std::max(average, efficiency) < 0.5)
        factor = 2;
    else if (efficiency <= 1 && average >= 0.85 && average <= 0.95)
        factor = 1;
    rows_ = std::clamp(static_cast<std::size_t>(static_cast<double>(rows_) * factor), min_rows, max_rows);
}

void ChunkSize::halve() {
    rows_ = std::max(rows_ / 2, min_rows);
    efficiencies_.clear();
}

} // namespace pgmend::maintain
