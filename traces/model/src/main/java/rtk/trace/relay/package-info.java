/// Hands events on from the thread that simulates to one that listens, so that the simulated world does not wait for what
/// encodes, hashes, writes and measures.
///
/// The only host thread of this module is here, behind [rtk.trace.TraceSink]: it takes what has already happened, in its order, and
/// nothing leads back. What a sink is told, and so the file and its digest, is the same with a [rtk.trace.relay.Relay] before it and
/// without. It pays where a second core is free; with one core, or when each core simulates a run of its own, leave it out.
package rtk.trace.relay;
