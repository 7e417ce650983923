/// Answers from a run's events: latencies, response times, bus and processor load, verdicts.
///
/// [RunAnalysis] stands behind a run as a [rtk.trace.TraceSink], or behind a trace file that is replayed; both give
/// the same numbers. All times are nanoseconds of simulated time.
///
/// ## A latency path
/// A path goes from one *trace point* to another ([TracePoint] lists them). How events become samples:
///
/// 1. Every `from` opens a sample. Nothing is lost when causes come faster than effects.
/// 2. The first `to` after it, in the order of the trace, that it caused or that could have seen it closes **all** open
///    samples: a thread that wakes once for three frames has served three frames, the first of them late.
/// 3. An event that is `to` and `from` of the same path first closes, then opens: `user lap` to `user lap` gives periods.
/// 4. What is still open at the end is no sample, but counts against a `max` requirement with its age: a system that
///    hangs must not pass.
///
/// What *caused* means, where more than order is known:
///
/// - `irq`, `isr`, `frame` or `char` to `run P`, when a process P takes the interrupt (of the device, or for a frame
///   of a controller on that bus): the delivery of the interrupt names a thread or a pulse. The sample closes when
///   that thread of P leaves InterruptWait, or when a thread of P that received that pulse leaves MsgReceive. P running
///   for another reason closes nothing. If P does not take the interrupt itself (it is a client further up), rule 2 holds.
/// - `irq` to `run P` as above, or to `isr`: an interrupt whose line falls before any core took it was served by a thread
///   that ran anyway, by polling; it is no sample and is counted as withdrawn.
/// - `frame B` to anything: a frame that raised an interrupt within its last bit, and whose effect came before that bit
///   ended, has the latency 0. Receivers take a frame one bit before its end.
/// - `queued B` to `frame B`: the same frame. `release T` to `complete T`: the same job, from its nominal release.
///
/// ## Precision
/// Count, minimum, maximum, mean and the instant of the worst sample are exact. Percentiles come from an HdrHistogram with
/// three significant digits: the highest value equivalent to the sample at that rank, but never above the maximum. A
/// verdict on a percentile is thereby at most 0.1 % on the strict side.
package rtk.trace.analysis;
