/// ISO-TP (ISO 15765-2): messages longer than a CAN frame, cut into frames and put together again, with flow control by the receiver.
///
/// ```
///             IsoTpSocket          frames to and from /dev/can…, timeouts by the kernel
///                  │
///              IsoTpLink           one pair of addresses; told of frames and of time, knows no kernel
///              │       │
///        Segmenter   Assembler     one direction each: a state machine of three states
///                  │
///                 Pci              the four kinds of frames, read and written
/// ```
///
/// | received | while nothing is being received | while a message is being received |
/// |---|---|---|
/// | single frame | is a message | the one being received ends with [IsoTpResult#UNEXP_PDU]; this is a message |
/// | first frame | begins a message | the one being received ends with UNEXP_PDU; this begins a message |
/// | consecutive frame | ignored | taken; out of turn it ends the message with [IsoTpResult#WRONG_SN] |
/// | flow control | ignored unless the own message waits for it | the same: both directions may be under way |
///
/// A frame that is not as the standard says (a length of 0, a first frame for what fits into a single one, a flow control of two bytes)
/// is ignored. Classic frames of up to 8 bytes only. Left out: CAN FD, N_As and N_Ar (the driver does not say when a frame has been
/// sent), listening without flow control.
package rtk.apps.infotainment.isotp;
