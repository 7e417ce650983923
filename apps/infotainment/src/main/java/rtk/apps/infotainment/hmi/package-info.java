/// What is seen: the display with its layers, and the user interface that draws one of them 60 times a second.
///
/// ```
///  Hmi, RearViewCamera … ── Layer.post(picture) ──► Screen ──► Display, takes over at the vertical sync
///                         ◄── "it is seen now" ────        ◄── interrupt
///  touch controller ── line ── dev-gpio ──► Hmi
/// ```
///
/// A picture is a number: that of its buffer or frame. Pixels are not modelled.
package rtk.apps.infotainment.hmi;
