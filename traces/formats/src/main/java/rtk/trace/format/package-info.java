/// Traces in the formats of other tools. Each is a [TraceExport]: a sink that is fed by replay, live or from a file, in one pass and
/// with little memory.
package rtk.trace.format;
