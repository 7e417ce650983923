/// Starting a system: the program `launcher` works off a boot script, line by line, as the process manager of QNX does with the script of
/// a boot image.
///
/// ```
/// # A comment. A modifier on a line of its own holds for all that follow, before a command for that command only.
/// [pri=21f] dev-can can0 &              # & does not wait for its end
/// waitfor /dev/can0/rx0 1s              # 5 s unless said
/// sched_aps media 30% 5ms               # a partition: budget, critical budget
/// [sched_aps=media cpu=1] player &      # in it, on core 1
/// [argv0=gateway2 pri=18r] gateway --can /dev/can1/rx0 &
/// procmgr_symlink /dev/can0 /dev/vehicle
/// reopen /dev/ser1                      # where messages go from now on
/// display_msg "vehicle is there"
/// ```
///
/// What differs from QNX: durations and percentages carry units; a number without is an error. Programs have no standard streams here,
/// so `reopen` is about `display_msg` alone. Not modelled: environment variables (`NAME=value` is refused), `+session`, `+external`.
///
/// Source: Building Embedded Systems (7.1), "Scripts"; Utilities Reference, mkifs.
package rtk.resmgr.launcher;
