/// What can be seen: the events of a simulated world, and how they are written down.
///
/// A run is observed through one interface, [TraceSink]. Board and kernel speak to it and know no more;
/// recorders, histograms, charts, verdicts and the MQTT stream stand behind it. A trace file read back is
/// the same stream into the same interface, so that a live observer and one who has only the file see the same.
///
/// ## An event
/// An event is a time, an [EventKind] and at most [EventKind#FIELDS_MAX] numbers whose names and types the
/// kind declares. Numbers, not objects: an event costs a few nanoseconds and leaves no garbage, and it means the
/// same to a reader who has only the file. Words (names of threads, devices, programs) are *texts*: the world
/// defines a text once, with a number, and events carry the number.
///
/// ## Numbers that name things
/// *thread, process, channel, device, core, mutex* … are counted per world from 1 (cores from 0), never reused. They
/// are not what a program sees (`tid`, `chid`, `coid` count per process); the event that creates a thing gives both.
///
/// ## Order
/// Events come in the order in which they happened: times never fall, and events of the same nanosecond
/// stand in the order of cause. This order, not only the times, is part of the truth and of the digest.
package rtk.trace;
