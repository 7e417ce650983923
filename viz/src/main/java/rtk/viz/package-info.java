/// Pictures of a run: charts as PNG and SVG, and charts for a terminal.
///
/// What is drawn comes from histograms and results of [rtk.trace.analysis], never from the simulator. Equal data gives equal
/// SVG text on one machine; fonts, and with them the layout, may differ between machines. No display is needed.
///
/// Colours are those of Okabe and Ito ("Color Universal Design", 2008), which people with any colour vision tell apart; no
/// chart says by colour alone what it says.
package rtk.viz;
