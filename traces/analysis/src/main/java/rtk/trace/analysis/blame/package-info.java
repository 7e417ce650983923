/// Why each latency is as long as it is: every sample of a run split into named, disjoint causes that add up to the nanosecond.
///
/// ## How
/// [BlameLedger] listens to a trace and to the samples that [rtk.trace.analysis.RunAnalysis] finds in it. It keeps the latest past of every
/// thread, core, interrupt line and bus ([History], [Chronicle]), and when a sample ends walks from its end back to its start
/// ([CriticalPath]). At each instant exactly one thing is followed, the *holder*, and there is one reason why it has not got further. The walk
/// leaves a holder only for what it waited for, at the instant at which that came:
///
/// - a thread that runs is followed while it runs; the core says whether it computed, was in a kernel call or was interrupted;
/// - a thread that is READY is followed; the core says who had it;
/// - a thread that was woken leads to whoever woke it, at that instant: a client, a server, a thread that posted, an interrupt;
/// - a thread that received a message or pulse which had waited in its channel was busy for that time; then the walk goes to the sender;
/// - a thread that waited for a mutex leads to the owner, **for the time of the wait**; before it the thread itself is followed again. So too
///   an interrupt whose line was masked: it leads to whoever unmasked it, for as long as the line was up and masked;
/// - an interrupt leads to the instant at which its line rose, then to the frame on the bus that made it rise, then to the instant at which
///   that frame was queued, then to the thread that queued it, on whatever board;
/// - what comes from outside, and a timer until it is due, lead nowhere: the thread that waited for it is followed again, from before its wait.
///
/// Of several things that an effect needed, the walk follows the one that came last: this is the critical path through the graph of
/// causes, as in LTTng's analyses of blocked threads, made exact by a trace that leaves nothing out.
///
/// What it costs: about as many steps as there were changes of state of the holders within the sample. The past is kept as far back as the
/// oldest open sample needs, up to a bound; time beyond it is blamed on [Cause#FORGOTTEN], never left out.
///
/// The bound is on memory, not on truth: the sums hold for every sample, and are asserted.
///
/// Sources: the critical-path method of C. Yang and B. Miller, "Critical Path Analysis for the Execution of Parallel and Distributed
/// Programs", ICDCS 1988; the causes of the report follow `rtla timerlat --auto` and response-time analysis (own, blocking, interference).
package rtk.trace.analysis.blame;
