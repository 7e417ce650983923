/// Recorded CAN traffic, whatever tool wrote it: one cursor, [rtk.board.can.log.CanLog], over the formats below. The format is
/// found out from the beginning of the file, never from its name; gzip is unpacked on the way.
///
/// | format | written by | reader |
/// |---|---|---|
/// | candump -L | can-utils | [rtk.board.can.log.CandumpFormat] |
/// | candump on the screen, with or without stamps | can-utils | [rtk.board.can.log.ScreenFormat] |
/// | ASC | Vector tools | [rtk.board.can.log.AscFormat] |
/// | TRC 1.0 to 2.1 | PEAK tools | [rtk.board.can.log.TrcFormat] |
/// | CSV | SavvyCAN (GVRET), CSS Electronics | [rtk.board.can.log.CsvFormat] |
/// | pcap, pcapng | Wireshark, tcpdump | [rtk.board.can.log.PcapFrames] |
///
/// What a line of text cannot be is said with line and column; what a record of a binary file cannot be, with its number.
package rtk.board.can.log;
