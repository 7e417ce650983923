/// What everything in a run did over time, for those who draw it or ask: states of threads, cores, buses, mutexes and channels as intervals
/// ([StateIntervals], [StateTrack]), and who had servers work for them ([ServerTimes]).
///
/// Functions of the trace alone. All times are nanoseconds of simulated time.
package rtk.trace.analysis.state;
