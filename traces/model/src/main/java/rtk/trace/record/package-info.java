/// What of a run is kept: all, some kinds or processes, or the last seconds before something happened.
///
/// ```
/// simulation ──► Selection ──► FlightRecorder ──► TraceFileWriter
///                what is asked for     the last seconds, until its trigger
/// ```
///
/// Whatever is left out is counted, and the count stands in the trace (`trace.skipped`). What is recorded never influences what happens.
package rtk.trace.record;
