/// What 29-bit identifiers mean by SAE J1939 and NMEA 2000, which share the wire: parameter groups, addresses and names, and
/// messages of more than eight bytes put together again from their frames.
///
/// [rtk.board.can.j1939.ParameterGroups] is where to begin: frames in, messages out.
package rtk.board.can.j1939;
