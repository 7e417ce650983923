/// Serial lines: a UART with the registers of the 16550A, and what may be at its far end: another UART, a file that is fed
/// into it with or without recorded times ([rtk.board.serial.SerialFeed]), a modem that answers by a script
/// ([rtk.board.serial.SerialDialogue]), a file that takes what it sends.
///
/// A line carries whole characters. [SerialFormat] knows how long one is and what a receiver with another idea of the format
/// makes of it; character *k* of an unbroken row ends at a time computed from *k*, so that 115200 baud never drifts.
package rtk.board.serial;
