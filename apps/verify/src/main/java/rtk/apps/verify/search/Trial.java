package rtk.apps.verify.search;

import java.util.List;

/// What a run had.
///
/// @param values by number of the measure
/// @param failure of the simulated system or a program in it: deadlock, crash; null for none
record Trial(List<Long> values, String failure) {}
