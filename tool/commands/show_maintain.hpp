#pragma once

#include "maintain/batch.hpp"
#include "maintain/dedupe.hpp"
#include "maintain/restore.hpp"
#include "report/maintain.hpp"

namespace pgmend::commands {

report::DedupePlanView view(const maintain::DedupePlan& plan);
report::BatchPlanView view(const maintain::BatchPlan& plan);
report::JobView view(const maintain::Job& job);
report::RestoreView view(const maintain::Restored& restored, long long job);

} // namespace pgmend::commands
