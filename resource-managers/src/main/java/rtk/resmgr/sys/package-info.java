/// Resource managers that tell of the system itself: the system log, and the processes.
package rtk.resmgr.sys;
