#pragma once

#include "schema/model.hpp"

namespace pgmend::drift {

/// The schema with functions that do nothing in place of those written in a text: a trial on a copy then runs
/// no code of the inspected database. Bodies that differ still do. What cannot be written otherwise keeps its
/// body: functions of the server's own and of libraries, and bodies that the server has parsed (BEGIN
/// ATOMIC).
schema::Model with_stub_bodies(schema::Model model);

} // namespace pgmend::drift
