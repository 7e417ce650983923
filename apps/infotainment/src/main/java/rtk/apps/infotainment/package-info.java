/// The services of a head unit, in ordinary blocking style over the kernel calls, each a process; and the car around them: a restbus with a
/// drive cycle and a satellite receiver. Here are the vehicle gateway, the instrument cluster and the navigation service:
///
/// ```
///  CAN ─ dev-can ─► VehicleGateway ◄── messages ── InstrumentCluster
///                                  ◄── messages ── Navigation ◄─ devc-ser ─ UART
/// ```
///
/// Others have packages of their own, which say how they hang together:
///
/// | package | services |
/// |---|---|
/// | `audio` | mixer, sound of calls |
/// | `camera` | rear-view camera, and who starts it |
/// | `climate`, `diagnostics`, `isotp`, `update` | climate control, the workshop's tester, its transport, new software |
/// | `guidance` | what to do next on the route |
/// | `hmi` | screen, user interface |
/// | `media` | player, radio |
/// | `phone` | calls by a modem |
/// | `rush` | load: applications that all want something at once |
package rtk.apps.infotainment;
