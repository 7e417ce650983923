/// Worst-case analyses: response times from formulas alone. Nothing here simulates, and nothing is shared with the simulator, so
/// that the two can check each other.
///
/// Times are `long` nanoseconds, or any other whole unit, at most [rtk.apps.verify.bound.Load#TIME_MAX]; sums beyond
/// what 62 bits hold count as unbounded. No floating point.
package rtk.apps.verify.bound;
