/// Parts that count: interval timers, watchdog, real-time clock. Each has the registers of a well-known Arm PrimeCell, in the
/// table of its class comment, and counts the edges of an [rtk.board.hw.Oscillator] of its own, which may drift.
///
/// The kernel's own time comes from [rtk.board.hw.CoreTimer]; these are for drivers.
package rtk.board.timer;
