/// Resource managers for devices: CAN controllers, serial lines, and those that are not there.
package rtk.resmgr.dev;
