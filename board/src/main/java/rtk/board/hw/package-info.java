/// The board: cores, interrupts, and parts with registers.
///
/// A part is a [Device]: registers at offsets, an [IrqLine] if it interrupts, and one private `update()` from which alone
/// registers turn into a line level and a future event. It carries its manual's register table in the class comment.
///
/// ## The way of an interrupt
/// A device raises its [IrqLine]; [InterruptController] makes it pending and, if it is enabled and urgent enough, tells the
/// [Core] it is routed to. The core leaves its work at that nanosecond, provided that interrupts are on, and calls
/// its [InterruptSink] (the kernel), as a processor jumps to a vector it knows nothing about.
package rtk.board.hw;
