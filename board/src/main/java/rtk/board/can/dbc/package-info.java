/// What the bits of CAN frames mean: databases in Vector's DBC format, read and applied. Decoding is integral and exact; whoever
/// shows values to people turns them into other numbers there.
package rtk.board.can.dbc;
