/// Climate over the comfort bus: a control loop in the head unit, and the box with blower, heater and compressor that it commands.
///
/// ```
///             can1, 125 kbit/s
///   panel ── ClimatePanel (set point) ──────┐
///   ClimateBox ── ClimateSensors, 200 ms ──►├─ dev-can ─► ClimateControl ── ClimateLoop
///        ▲ └─ CabinModel                    │                  │    └─► /pps/climate/status
///        └──────── ClimateCommand, 100 ms ──┴──────────────────┘
/// ```
///
/// | [rtk.apps.infotainment.climate.ClimateControl] is | when | it |
/// |---|---|---|
/// | CONTROLLING | sensors come, the bus works | commands what the loop says |
/// | HOLDING | no sensors for 1 s | goes on commanding what it did, and does not integrate |
/// | BUS_OFF | the driver says that its controller is bus-off | hands over nothing, so that no old commands are waiting when it comes back |
///
/// The box goes to a safe state, a little air and neither heat nor cold, when no command has come for 500 ms.
package rtk.apps.infotainment.climate;
