/// Who did what when, as bars on lanes: cores, interrupt lines, threads by priority and buses, with arrows of messages.
///
/// [GanttRecorder] reads a window of a trace into a [Gantt], which is plain data; [GanttPicture] draws it on any graphics, so that a file and a
/// window show the same. What is drawn comes from the trace alone.
package rtk.viz.gantt;
