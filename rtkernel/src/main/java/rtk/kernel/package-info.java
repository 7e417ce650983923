/// The kernel: one package, because in Java only a package keeps a secret. Programs see [rtk.kernel.api] alone; whoever builds
/// a world sees [rtk.kernel.Kernel].
///
/// ## Who writes what
/// [Scheduler] is the only writer of a thread's state and priority; its verbs are *ready*, *block*, *reprioritise*. What a
/// thread waits for (a channel, mutex, timer …) says why, and keeps its own queue. The decision who runs is taken in one
/// place, [Cpu#proceed], on the way out of the kernel, when the instant has settled. Threads come and go by [ThreadTable];
/// processes by [ProcessTable].
///
/// ## Time in the kernel
/// A kernel call spends its cost first, with interrupts off, and takes effect at the end of it, at once; then the way out:
/// pending interrupts, the choice of thread, the cost of a switch. An interrupt spends its entry, runs its handlers, spends
/// its exit, then the same way out. With the cost profile `zero` all of this happens at one instant, in the same order.
///
/// ## Errors
/// Inside, an errno is a value; it becomes an [rtk.kernel.api.ErrnoException] at the door ([Door]).
///
/// ## Programs that go wrong
/// What a program does wrong ends at its process. A bad access is a signal ([Pointer], [SignalDelivery]); an exception that nobody
/// catches is a death with a report ([Failures]), memory and stack of the host used up included; one that spins is found by the
/// host's clock ([Watchdog]). Only where the kernel itself fails half way, the run ends ([KernelPanic]).
package rtk.kernel;
