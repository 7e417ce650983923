/// A shell and small programs, for a person at the serial console or a script. They use nothing but what every program has: kernel calls
/// and the messages of resource managers.
///
/// ```
///  wire ─ Uart ─ devc-ser ─ /dev/con ─ sh ─┬─ ls, cat, pidin, …   each a process with the descriptors 0, 1 and 2
///                                          └─ drivers and services
/// ```
///
/// A program is a [rtk.resmgr.shell.Tool] if it says how it is used; the shell starts every other one as well.
package rtk.resmgr.shell;
