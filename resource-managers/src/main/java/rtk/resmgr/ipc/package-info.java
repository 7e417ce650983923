/// Resource managers that stand between programs: pipes.
package rtk.resmgr.ipc;
