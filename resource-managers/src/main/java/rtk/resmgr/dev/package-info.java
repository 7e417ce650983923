/// Resource managers for devices: CAN controllers, serial lines, pins, and those that are not there.
package rtk.resmgr.dev;
