/// A board, assembled: cores, interrupt controller, devices at addresses and on interrupt lines.
package rtk.board;
