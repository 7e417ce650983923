/// Simulated time, and the order in which things happen in it.
///
/// [Engine] owns time. It takes the next event from its queue, sets the clock to it and runs it; nothing else moves
/// the clock, except that running code which would wait for a stretch of time in which nothing is due may ask the
/// engine to step over it ([Engine#advanceTo]).
///
/// ## Order
/// Events of the same instant run by [Rank], and within a rank in the order in which they were scheduled. That is
/// the whole of the order; nothing depends on hashing, threads or the host.
///
/// ## Rules of the package
/// Single-threaded. Times and durations are `long` nanoseconds, named `…Ns`, never negative. A null argument is a bug
/// in the caller and may fail anywhere. Nothing here knows of threads or messages.
package rtk.board.sim;
