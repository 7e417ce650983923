/// Serial lines: a UART with the registers of the 16550A, and the stimulus that talks into it.
///
/// A line carries whole characters. [SerialFormat] knows how long one is and what a receiver with another idea of the format
/// makes of it; character *k* of an unbroken row ends at a time computed from *k*, so that 115200 baud never drifts.
package rtk.board.serial;
